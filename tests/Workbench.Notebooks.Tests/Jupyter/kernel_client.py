"""A running kernel with one client, and short ways to talk to it."""
import time
import unittest

from jupyter_client import BlockingKernelClient
from jupyter_client.manager import KernelManager

KERNEL = ".net-csharp"
PATIENCE = 30


class KernelCase(unittest.TestCase):
    """One kernel for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        cls.manager = KernelManager(kernel_name=KERNEL)
        cls.manager.start_kernel()
        cls.client = cls.connect()

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel()

    @classmethod
    def connect(cls, manager=None):
        """Another client of a kernel, with a session of its own, as another program's."""
        client = BlockingKernelClient(connection_file=(manager or cls.manager).connection_file)
        client.load_connection_file()
        client.start_channels()
        client.wait_for_ready(timeout=PATIENCE)
        return client

    def news(self, msg_id, client=None, until="idle"):
        """The iopub messages of a request, until the kernel is idle again."""
        found = []
        while True:
            message = (client or self.client).get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            found.append(message)
            if until == "idle" and message["content"].get("execution_state") == "idle":
                return found
            if until != "idle" and message["msg_type"] == until:
                return found

    def reply(self, msg_id, client=None, channel="shell"):
        client = client or self.client
        get = client.get_shell_msg if channel == "shell" else client.get_control_msg
        while True:
            message = get(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == msg_id:
                return message

    def ask(self, msg_type, content, channel="shell", client=None):
        """Sends any request and takes its answer's content."""
        client = client or self.client
        message = client.session.msg(msg_type, content)
        getattr(client, channel + "_channel").send(message)
        return self.reply(message["header"]["msg_id"], client, channel)["content"]

    def run_cell(self, code, client=None, **options):
        """Runs a cell: the content of the answer, and what was told on the way, busy and idle included."""
        client = client or self.client
        msg_id = client.execute(code, **options)
        reply = self.reply(msg_id, client)
        return reply["content"], self.news(msg_id, client)

    def text(self, news, name="stdout"):
        return "".join(m["content"]["text"] for m in news if m["msg_type"] == "stream" and m["content"]["name"] == name)

    def only(self, news, msg_type):
        found = [m["content"] for m in news if m["msg_type"] == msg_type]
        self.assertEqual(len(found), 1, f"{msg_type} in {[m['msg_type'] for m in news]}")
        return found[0]

    def start_loop(self, code, client=None):
        """Starts a cell that prints when it runs, and waits for that."""
        msg_id = (client or self.client).execute("Console.WriteLine(\"running\");\n" + code)
        self.news(msg_id, client, until="stream")
        return msg_id

    def interrupt(self):
        return self.ask("interrupt_request", {}, channel="control")


def wait_until(condition, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("waited for too long")
        time.sleep(0.05)
