"""Why a message was not sent, and what is wrong with a channel: one sentence each."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

CHANNEL_MESSAGES = {
    "json_syntax": _lt(
        "This is not valid JSON: see line %(line)s, column %(column)s. Check quotes, commas and brackets "
        "there."
    ),
    "json_odd": _lt("This is not valid JSON. Check quotes, commas and brackets."),
    "body_no_object": _lt("The body has to be a JSON object: it starts with { and ends with }."),
    "body_nested": _lt("A web form has no values inside values: leave one level, or send the body as JSON."),
    "placeholder_unknown": _lt("There is no placeholder {{%(name)s}}. Possible are: %(possible)s."),
    "group_personal": _lt(
        "{{%(name)s}} differs from person to person: take it out, or untick “One Message for All”."
    ),
    "success_missing": _lt("Enter the value that means success, or empty the place where it stands."),
    "headers_no_object": _lt('The headers have to be a JSON object, for example {"X-Token": "abc"}.'),
    "header_bad": _lt(
        "“%(name)s” cannot be a header: its name or its value has signs that headers do not allow."
    ),
    "url_bad": _lt("Enter a whole web address that starts with https:// or http://."),
    "url_password": _lt(
        "Take the user name and the password out of the address; put them into a header instead."
    ),
    "url_host": _lt(
        "Messages may not be sent to %(host)s. Your administrator keeps the list of allowed hosts "
        "(system parameter service_kernel.http_hosts)."
    ),
    "url_link_local": _lt("Messages may not be sent to %(host)s: it is an address of the machine itself."),
}

FAILURE_MESSAGES = {
    "unknown": _lt("sending was interrupted, so it is unknown whether the message was sent"),
    "internal": _lt("an error inside the system (%(error)s); its log says more"),
    "user_archived": _lt("the user is archived"),
    "user_missing": _lt("the recipient is no user of this system"),
    "recipient_gone": _lt("the recipient no longer exists"),
    "email_missing": _lt("there is no e-mail address"),
    "email_invalid": _lt("the e-mail address is not valid"),
    "email_refused": _lt("the mail server did not take it: %(reason)s"),
    "phone_missing": _lt("there is no telephone number"),
    "phone_invalid": _lt("the telephone number is not valid"),
    "sms_missing": _lt("the app for text messages (SMS) is not installed"),
    "sms_refused": _lt("the text message (SMS) was refused: %(reason)s"),
    "channel_archived": _lt("the channel is archived"),
    "channel_bad": _lt("the channel is not set up correctly: %(why)s"),
    "http_no_connection": _lt("no connection to %(host)s"),
    "http_no_answer": _lt("%(host)s did not answer within %(seconds)s seconds; it may have been sent"),
    "http_certificate": _lt("the certificate of %(host)s is not valid"),
    "http_broken": _lt("the answer of %(host)s is broken"),
    "http_redirect": _lt("%(host)s sends to another address (%(status)s), which is not followed"),
    "http_too_large": _lt("the answer of %(host)s is larger than %(limit)s KB"),
    "http_status": _lt("%(host)s answered with error %(status)s"),
    "answer_no_json": _lt("the answer of %(host)s is not JSON"),
    "answer_no_verdict": _lt("the answer of %(host)s has no “%(path)s”: %(answer)s"),
    "answer_refused": _lt("%(host)s refused it: %(answer)s"),
}


def sentence(env, messages, code, params):
    """The sentence for ``code`` in the language of ``env``; the code itself when nobody has a sentence."""
    message = messages.get(code)
    if message is None:
        return code
    translated = env._(message)
    return translated % params
