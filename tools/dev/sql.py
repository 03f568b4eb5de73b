"""Runs under the Python of the virtual environment: statements from stdin (JSON), rows to stdout (JSON).

The libpq variables in the environment say where the server is.
"""

import json
import sys

import psycopg2


def main():
    job = json.load(sys.stdin)
    try:
        connection = psycopg2.connect(dbname=job["database"], connect_timeout=10)
        connection.autocommit = True
        rows = []
        with connection.cursor() as cursor:
            for statement, parameters in job["statements"]:
                cursor.execute(statement, parameters)
                rows = cursor.fetchall() if cursor.description else []
        connection.close()
    except psycopg2.Error as error:
        text = str(error).strip() or type(error).__name__
        json.dump({"error": text, "code": error.pgcode or ""}, sys.stdout)
        return
    json.dump({"rows": rows}, sys.stdout)


main()
