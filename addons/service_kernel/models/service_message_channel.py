import json

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine import http_message
from ..engine.problem import Problem
from ..tools import message_texts

MANAGER = "service_kernel.group_policy_manager"
MAX_TIMEOUT = 20  # seconds
MAX_TRIES = 10
KINDS = [
    ("inbox", "Odoo Inbox"),
    ("email", "Email"),
    ("sms", "Text Message (SMS)"),
    ("http", "Web Address (HTTP)"),
]
_CONTENT = "{{subject}}\n{{text}}\n{{url}}"
_ROBOT = {
    "encoding": "json",
    "to_group": True,
    "repeat_unanswered": True,
    "success_value": "0",
    "headers": False,
}
PRESETS = {
    # WeCom counts 2048 bytes for the whole content; the rest is for subject and address
    "wecom": _ROBOT
    | {
        "body": {"msgtype": "text", "text": {"content": _CONTENT}},
        "signing": "none",
        "success_path": "errcode",
        "text_bytes": 1400,
    },
    "dingtalk": _ROBOT
    | {
        "body": {"msgtype": "text", "text": {"content": _CONTENT}},
        "signing": "query",
        "success_path": "errcode",
        "text_bytes": 15000,
    },
    "feishu": _ROBOT
    | {
        "body": {"msg_type": "text", "content": {"text": _CONTENT}},
        "signing": "body",
        "success_path": "code",
        "text_bytes": 15000,
    },
    "sms_gateway": {
        "encoding": "json",
        "to_group": False,
        "repeat_unanswered": False,
        "headers": False,
        "body": {"phone": "{{phone}}", "text": "{{text}}"},
        "signing": "none",
        "success_path": False,
        "success_value": False,
        "text_bytes": 0,
    },
    "custom": {},
}


class ServiceMessageChannel(models.Model):
    """A way on which messages reach people: inbox, e-mail, text message, or a request to a web address.

    Who writes the address of a channel makes this server send requests. Only policy managers do. Private
    addresses are allowed, because gateways for text messages stand in the company's own network; what can be
    learned from there is little: no redirect is followed, of an answer only 200 characters of JSON are
    shown, and link-local addresses (services of the machine itself) are refused. An administrator limits
    the hosts by the system parameter ``service_kernel.http_hosts``: comma separated, empty for any.
    """

    _name = "service.message.channel"
    _description = "Message Channel"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, default="http")
    max_tries = fields.Integer(
        "Tries", default=5, required=True, help="How often to try before a person has to see to it."
    )
    preset = fields.Selection(
        [
            ("wecom", "WeCom Group Robot"),
            ("dingtalk", "DingTalk Group Robot"),
            ("feishu", "Feishu Group Robot"),
            ("sms_gateway", "SMS Gateway"),
            ("custom", "Other"),
        ],
        help="Fills in what the service asks for; you can change it afterwards.",
    )
    url = fields.Char(
        "Web Address",
        groups=MANAGER,
        copy=False,
        help="As the group robot or the gateway shows it. It contains a key: whoever has it can send.",
    )
    host = fields.Char(compute="_compute_host", compute_sudo=True)
    signing = fields.Selection(
        [
            ("none", "Not Signed"),
            ("query", "In the Address (DingTalk)"),
            ("body", "In the Body (Feishu)"),
        ],
        default="none",
        required=True,
    )
    secret = fields.Char(
        "Signing Key", groups=MANAGER, copy=False, help="Leave it empty if the robot does not ask for one."
    )
    encoding = fields.Selection(
        [("json", "JSON"), ("form", "Web Form")], "Body Sent As", default="json", required=True
    )
    headers = fields.Text(groups=MANAGER, help='A JSON object, for example {"X-Token": "abc"}.')
    body = fields.Text(
        groups=MANAGER,
        help="A JSON object. Placeholders: {{subject}}, {{text}}, {{url}} and {{document}} of what it is "
        "about, {{company}}, {{recipient}}, {{phone}} with the country's code, {{phone_local}} without it, "
        "{{email}}.",
    )
    to_group = fields.Boolean(
        "One Message for All", help="The channel is a group: one message, whoever it is meant for."
    )
    text_bytes = fields.Integer(
        "Longest Text", help="In bytes (a Chinese character has three); longer ones are cut. 0: any length."
    )
    timeout = fields.Integer(default=10, help="Seconds to wait for an answer, at most 20.")
    success_path = fields.Char(
        "Where the Answer Says It",
        help="The place in the answer's JSON that says whether it succeeded, like errcode or data.0.code. "
        "Empty: any answer without an error is a success.",
    )
    success_value = fields.Char("What Means Success", help="The value at that place, for example 0.")
    repeat_unanswered = fields.Boolean(
        "Try Again Without an Answer",
        help="The message may then arrive twice. Without it, a person is asked to see to it.",
    )

    @api.depends("url")
    def _compute_host(self):
        for channel in self:
            channel.host = http_message.host_of(channel.url)

    @api.model
    def _prepare_preset_vals(self, preset):
        """Return what ``preset`` fills in; ``create`` does so for whatever its values leave out."""
        vals = dict(PRESETS[preset])
        if "body" in vals:
            vals["body"] = json.dumps(vals["body"], indent=2)
        return vals

    @api.onchange("preset")
    def _onchange_preset(self):
        if self.preset:
            self.update(self._prepare_preset_vals(self.preset))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [
                {**self._prepare_preset_vals(vals["preset"]), **vals} if vals.get("preset") else vals
                for vals in vals_list
            ]
        )

    @api.constrains("max_tries", "timeout", "text_bytes")
    def _check_numbers(self):
        for channel in self:
            if not 1 <= channel.max_tries <= MAX_TRIES:
                raise ValidationError(self.env._("Tries: between 1 and %(most)s.", most=MAX_TRIES))
            if not 1 <= channel.timeout <= MAX_TIMEOUT:
                raise ValidationError(self.env._("Timeout: between 1 and %(most)s.", most=MAX_TIMEOUT))
            if channel.text_bytes and channel.text_bytes < 20:
                raise ValidationError(self.env._("Longest text: at least 20 bytes, or 0 for any length."))

    @api.constrains(
        "kind", "url", "headers", "body", "encoding", "to_group", "success_path", "success_value", "active"
    )
    def _check_http(self):
        # sudo: the address and the body are for policy managers; the check is for all who write a channel
        for channel in self.sudo():
            if channel.kind != "http" or not channel.active:
                continue
            try:
                channel._parse_http()
            except Problem as problem:
                raise ValidationError(channel._say_problem(problem)) from problem

    def _parse_http(self):
        """Return (address, headers, tree of the body) of a channel by HTTP.

        :raise Problem: it is not set up correctly; ``field`` among its parameters names where
        """
        self.ensure_one()
        # sudo: a list of host names that administrators keep
        hosts = self.env["ir.config_parameter"].sudo().get_param("service_kernel.http_hosts")
        parts = {
            "url": lambda: http_message.check_url(self.url or "", http_message.parse_hosts(hosts)),
            "headers": lambda: http_message.parse_headers(self.headers),
            "body": lambda: http_message.parse_template(self.body or "", self.encoding == "form"),
        }
        parsed = {}
        for name, parse in parts.items():
            try:
                parsed[name] = parse()
            except Problem as problem:
                raise Problem(problem.code, **problem.params, field=name) from None
        personal = http_message.PERSONAL & http_message.placeholders(parsed["body"])
        if self.to_group and personal:
            raise Problem("group_personal", name=min(personal), field="body")
        if self.success_path and not self.success_value:
            raise Problem("success_missing", field="success_value")
        return self.url, parsed["headers"], parsed["body"]

    def _say_problem(self, problem):
        """Return in the reader's language what is wrong with the channel, and in which field."""
        params = dict(problem.params)
        field = self._fields[params.pop("field")]._description_string(self.env)
        params["possible"] = ", ".join("{{%s}}" % name for name in http_message.PLACEHOLDERS)  # noqa: UP031
        said = message_texts.sentence(self.env, message_texts.CHANNEL_MESSAGES, problem.code, params)
        return f"{field}: {said}"
