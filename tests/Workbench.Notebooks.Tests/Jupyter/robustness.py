"""What goes wrong between a kernel and its clients, and what must go on all the same."""
import os
import random
import signal
import socket
import subprocess
import sys
import time
import unittest

import zmq
from jupyter_client.manager import KernelManager
from kernel_client import PATIENCE, KernelCase, wait_until


class Malformed(KernelCase):
    def connect_raw(self, channel):
        dealer = zmq.Context.instance().socket(zmq.DEALER)
        dealer.linger = 0
        dealer.connect(f"tcp://{self.manager.ip}:{getattr(self.manager, channel + '_port')}")
        return dealer

    def frames(self, rng):
        """One message that is wrong somehow, most of them well signed."""
        session = self.client.session
        good = session.serialize(session.msg(rng.choice(["execute_request", "complete_request", "history_request", "no_such_request"]), {"code": "1"}))
        wrong = [b"", b"{}", b"[]", b"null", b"{", b"\xff\xfe", b"{\"code\": 3}", b"{\"a\": 1, \"a\": 2}", b"[" * 5000, b"{\"code\": \"\\ud800\"}",
                 b"{\"msg_id\": 1}", os.urandom(40)]
        kind = rng.randrange(6)
        if kind == 0:
            return [rng.choice(wrong) for _ in range(rng.randrange(1, 9))]
        if kind == 1:
            return good[:rng.randrange(1, len(good))]
        if kind == 2:
            return [good[0], b"0" * 64, *good[2:]]
        if kind == 3:
            return [good[0], good[1], *good[2:5], b"{\"code\": \"forged\"}"]
        parts = list(good[2:6])
        parts[rng.randrange(4)] = rng.choice(wrong)
        if kind == 4:
            return [good[0], session.sign(parts), *parts]
        content = rng.choice([b"{}", b"{\"code\": null}", b"{\"code\": [], \"cursor_pos\": \"x\"}", b"{\"code\": \"a.\", \"cursor_pos\": -5}",
                              b"{\"code\": \"\\ud800\", \"cursor_pos\": 1}", b"{\"code\": \"1\", \"silent\": 7, \"user_expressions\": []}",
                              b"{\"hist_access_type\": \"search\", \"pattern\": 5, \"n\": -1}"])
        parts = [*good[2:5], content]
        return [good[0], session.sign(parts), *parts]

    def test_ten_thousand_malformed_messages(self):
        rng = random.Random(1)
        for channel in ("shell", "control", "stdin", "hb"):
            dealer = self.connect_raw(channel)
            for _ in range(2500):
                dealer.send_multipart(self.frames(rng))
            dealer.close(linger=2000)
        reply, news = self.patient("20 + 22")
        self.assertEqual(self.only(news, "execute_result")["data"]["text/plain"], "42")
        self.assertTrue(self.client.is_alive())

    def test_bytes_that_are_no_zeromq(self):
        for channel in ("shell", "control", "iopub", "stdin", "hb"):
            for noise in (b"GET / HTTP/1.1\r\n\r\n", os.urandom(300), b"\xff" + b"\0" * 8 + b"\x7f" + os.urandom(64), b"\x01\x00"):
                with socket.create_connection((self.manager.ip, getattr(self.manager, channel + "_port"))) as raw:
                    raw.sendall(noise)
        self.assertEqual(self.patient("1")[0]["status"], "ok")

    def test_a_bad_signature_is_dropped(self):
        message = self.client.session.msg("execute_request", {"code": "var forged = 1;", "silent": False})
        frames = self.client.session.serialize(message)
        frames[1] = b"f" * 64
        dealer = self.connect_raw("shell")
        dealer.send_multipart(frames)
        self.assertEqual(dealer.poll(700), 0)
        dealer.close()
        self.assertEqual(self.patient("forged")[0]["ename"], "CompilationError")

    def patient(self, code):
        """Runs a cell when thousands of requests may be before it; one that fails aborts those that have come."""
        wait_until(lambda: self.run_cell("0")[0]["status"] == "ok")
        return self.run_cell(code)


class Deaths(KernelCase):
    def test_a_cell_that_ends_its_process(self):
        for code, words in (("Environment.Exit(3);", "exit code 3"), ("Environment.FailFast(\"gone\");", "gone"),
                            ("int Deep(int n) => Deep(n + 1) + 1; Deep(0)", "Stack overflow")):
            self.run_cell("var lost = 1;")
            reply, news = self.run_cell("Console.WriteLine(\"last words\"); await Task.Delay(200);\n" + code)
            self.assertEqual((reply["status"], reply["ename"]), ("error", "KernelDied"))
            self.assertIn(words, reply["evalue"])
            self.assertIn("run the cells above it again", "\n".join(self.only(news, "error")["traceback"]))
            self.assertIn("last words", self.text(news))
            reply, _ = self.run_cell("lost")
            self.assertEqual((reply["ename"], reply["execution_count"]), ("CompilationError", 1))

    def test_its_process_killed_between_two_cells(self):
        _, news = self.run_cell("Environment.ProcessId")
        os.kill(int(self.only(news, "execute_result")["data"]["text/plain"]), signal.SIGKILL)
        time.sleep(0.5)
        self.ask("complete_request", {"code": "Math.S", "cursor_pos": 6})
        reply, news = self.run_cell("3")
        self.assertEqual((reply["status"], reply["execution_count"]), ("ok", 1))
        self.assertEqual(self.only(news, "execute_result")["execution_count"], 1)
        self.assertIn("killed by the system (SIGKILL)", self.text(news, "stderr"))
        self.assertIn("All variables are lost", self.text(news, "stderr"))
        self.assertEqual(self.text(self.run_cell("4")[1], "stderr"), "")

    def test_a_client_that_dies_in_the_middle_of_a_cell(self):
        script = ("import sys, time; from jupyter_client import BlockingKernelClient as Client\n"
                  "client = Client(connection_file=sys.argv[1]); client.load_connection_file(); client.start_channels(); client.wait_for_ready(timeout=30)\n"
                  "client.execute('for (int i = 0; i < 20; i++) { Console.WriteLine(i); await Task.Delay(100); } var done = true;')\n"
                  "client.get_iopub_msg(timeout=30); print('running', flush=True); time.sleep(60)")
        other = subprocess.Popen([sys.executable, "-c", script, self.manager.connection_file], stdout=subprocess.PIPE)
        other.stdout.readline()
        other.kill()
        other.wait()
        other.stdout.close()
        _, news = self.run_cell("done")
        self.assertEqual(self.only(news, "execute_result")["data"]["text/plain"], "True")

    def test_a_client_that_dies_with_a_question_open(self):
        second = self.connect()
        second.execute("Console.ReadLine()", allow_stdin=True)
        second.get_stdin_msg(timeout=PATIENCE)
        second.stop_channels()
        waiting = self.client.execute("8")
        self.interrupt()
        self.assertEqual(self.reply(waiting)["content"]["status"], "aborted")
        self.assertEqual(self.run_cell("8")[0]["status"], "ok")

    def test_the_kernel_ends_with_the_client_that_started_it(self):
        script = ("import os; from jupyter_client.manager import KernelManager\n"
                  "manager = KernelManager(kernel_name='.net-csharp'); manager.start_kernel(); client = manager.client(); client.start_channels()\n"
                  "client.wait_for_ready(timeout=30); print(manager.provisioner.process.pid, flush=True); os._exit(0)")
        out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
        wait_until(lambda: not os.path.exists(f"/proc/{int(out)}"), 10)


class Load(KernelCase):
    def test_two_clients_at_once(self):
        second = self.connect()
        mine = [self.client.execute(f"await Task.Delay(5); {i}") for i in range(20)]
        theirs = [second.execute(f"await Task.Delay(5); {100 + i}") for i in range(20)]
        for ids, client, first in ((mine, self.client, 0), (theirs, second, 100)):
            for i, msg_id in enumerate(ids):
                self.assertEqual(self.reply(msg_id, client)["content"]["status"], "ok")
                news = self.news(msg_id, client)
                self.assertEqual(self.only(news, "execute_result")["data"]["text/plain"], str(first + i))
        second.stop_channels()

    def test_a_hundred_megabytes_of_output_are_streamed_and_bounded(self):
        start = time.monotonic()
        msg_id = self.client.execute("var line = new string('x', 999); for (int i = 0; i < 100_000; i++) Console.WriteLine(line);")
        first = None
        news = []
        while not news or news[-1]["content"].get("execution_state") != "idle":
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == msg_id:
                news.append(message)
                first = first or (time.monotonic() if message["msg_type"] == "stream" else None)
        end = time.monotonic()
        self.assertLess(end - start, 60)
        self.assertLessEqual(len(self.text(news)), 4_000_000)
        self.assertGreater(len(self.text(news)), 3_000_000)
        self.assertIn("more characters were printed and not kept", self.text(news, "stderr"))
        self.assertEqual(self.reply(msg_id)["content"]["status"], "ok")
        self.assertLess(first - start, (end - start))

    def test_a_large_value_arrives_whole(self):
        _, news = self.run_cell("display(new string('y', 20_000_000), \"text/html\");")
        self.assertGreaterEqual(len(self.only(news, "display_data")["data"]["text/html"]), 20_000_000)


if __name__ == "__main__":
    unittest.main()
