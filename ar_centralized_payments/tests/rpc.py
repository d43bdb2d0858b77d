"""Calls from outside: XML-RPC with a password, JSON-2 with an API key."""

import json
import xmlrpc.client

from odoo.tests import HttpCase, get_db_name
from odoo.tools import mute_logger

from .settling import SettlingCommon


class RpcCommon(SettlingCommon, HttpCase):
    """Each user has a password and a key; answers are what comes over the wire."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.passwords, cls.keys = {}, {}
        for user in cls.clerk | cls.clerk_f | cls.controller:
            cls.passwords[user] = user.password = f"password of {user.login}"
            keys = cls.env(user=user)["res.users.apikeys"].sudo()
            cls.keys[user] = keys._generate("rpc", "test", None)

    def setUp(self):
        """Odoo warns of XML-RPC, which goes in its next version, and of refusals,
        which these sessions provoke."""
        super().setUp()
        self.enterContext(
            mute_logger("odoo.addons.rpc.controllers.xmlrpc", "odoo.http")
        )

    def call(self, user, model, method, *args, **kwargs):
        """Answer a call by XML-RPC; the argument after the method is ids or none."""
        self.env.flush_all()
        return self.xmlrpc_object.execute_kw(
            get_db_name(), user.id, self.passwords[user], model, method, args, kwargs
        )

    def told(self, user, model, method, *args, **kwargs):
        """Answer as a text, or the text of the refusal."""
        try:
            return json.dumps(self.call(user, model, method, *args, **kwargs))
        except xmlrpc.client.Fault as fault:
            return self.refusal(fault)

    def refusal(self, fault):
        """A refusal for people: no traceback, which is an error of the program."""
        self.assertNotIn("Traceback", fault.faultString)
        return f"Refused: {fault.faultString}"

    def call_json(self, user, model, method, ids=(), **kwargs):
        """Answer a call by JSON-2: status and content."""
        self.env.flush_all()
        response = self.url_open(
            f"/json/2/{model}/{method}",
            data=json.dumps({"ids": list(ids), **kwargs} if ids else kwargs),
            headers={
                "Authorization": f"Bearer {self.keys[user]}",
                "Content-Type": "application/json",
            },
            timeout=60,
        )
        return response.status_code, response.json()
