"""Every message of the Jupyter protocol, from a real client to the kernel and back."""
import os
import signal
import time
import unittest

from jupyter_client.manager import KernelManager
from kernel_client import PATIENCE, KernelCase, wait_until

POLITE = ("var asked = (System.Threading.CancellationToken)AppContext.GetData(\"Notebook.Interruption\"); int step = 0;\n"
          "while (!asked.IsCancellationRequested) { step++; System.Threading.Thread.Sleep(5); }")


class Execute(KernelCase):
    def test_order_and_parents(self):
        reply, news = self.run_cell("Console.Write(\"a\"); Console.Error.Write(\"b\"); display(3); 1 + 1")
        self.assertEqual(reply["status"], "ok")
        self.assertEqual(
            [m["msg_type"] for m in news],
            ["status", "execute_input", "stream", "stream", "display_data", "execute_result", "status"])
        self.assertEqual([m["content"]["execution_state"] for m in (news[0], news[-1])], ["busy", "idle"])
        self.assertEqual(self.only(news, "execute_result")["execution_count"], reply["execution_count"])
        self.assertEqual(self.only(news, "execute_input")["execution_count"], reply["execution_count"])

    def test_result_is_text_and_html(self):
        _, news = self.run_cell("new { Name = \"a<b\", Size = 3 }")
        data = self.only(news, "execute_result")["data"]
        self.assertIn("Size", data["text/plain"])
        self.assertIn("a&lt;b", data["text/html"])

    def test_streams_are_live(self):
        msg_id = self.client.execute("for (int i = 0; i < 4; i++) { Console.WriteLine(i); await Task.Delay(300); }")
        self.news(msg_id, until="execute_input")
        times = []
        while len(times) < 4:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["msg_type"] == "stream":
                times.append(time.monotonic())
        self.assertGreater(times[-1] - times[0], 0.6)
        self.reply(msg_id)

    def test_update_display_data(self):
        _, news = self.run_cell("var handle = display(\"first\");")
        shown = self.only(news, "display_data")
        _, news = self.run_cell("handle.Update(\"second\");")
        update = self.only(news, "update_display_data")
        self.assertEqual(update["transient"]["display_id"], shown["transient"]["display_id"])
        self.assertEqual(update["data"]["text/plain"], "second")

    def test_json_types_are_json(self):
        _, news = self.run_cell("display(new { A = 1 }, \"application/json\");")
        self.assertIsInstance(self.only(news, "display_data")["data"]["application/json"], (dict, list))

    def test_error_has_a_clean_traceback(self):
        reply, news = self.run_cell("int Half(int n) => n / 0 == 0 ? throw new FormatException(\"no half\") : 1;".replace("n / 0 == 0", "n > 0")
                                    + "\nHalf(1)")
        error = self.only(news, "error")
        self.assertEqual((reply["status"], reply["ename"], reply["evalue"]), ("error", "System.FormatException", "no half"))
        self.assertEqual(error["ename"], reply["ename"])
        text = "\n".join(error["traceback"])
        self.assertIn(f"cell {reply['execution_count']}:line 2", text)
        for word in ("Workbench", "Submission#", "ControlledExecution", "CellThread"):
            self.assertNotIn(word, text)

    def test_compiler_errors_name_line_and_column(self):
        reply, _ = self.run_cell("int a = 1;\nint b = nobody;")
        self.assertEqual(reply["ename"], "CompilationError")
        self.assertIn("(2,9)", reply["evalue"])

    def test_an_error_aborts_what_was_sent_after_it(self):
        ids = [self.client.execute(code) for code in ("await Task.Delay(300); throw new Exception();", "1", "2")]
        self.assertEqual([self.reply(i)["content"]["status"] for i in ids], ["error", "aborted", "aborted"])
        ids = [self.client.execute(code, stop_on_error=False) for code in ("throw new Exception();", "1")]
        self.assertEqual([self.reply(i)["content"]["status"] for i in ids], ["error", "ok"])

    def test_silent_cells_leave_no_trace(self):
        before, _ = self.run_cell("0")
        reply, news = self.run_cell("var quiet = 5; Console.WriteLine(1); quiet", silent=True)
        self.assertEqual([m["msg_type"] for m in news], ["status", "status"])
        after, news = self.run_cell("quiet")
        self.assertEqual(after["execution_count"], before["execution_count"] + 1)
        self.assertEqual(self.only(news, "execute_result")["data"]["text/plain"], "5")

    def test_not_counted_without_history(self):
        before, _ = self.run_cell("0")
        self.run_cell("1", store_history=False)
        self.assertEqual(self.run_cell("2")[0]["execution_count"], before["execution_count"] + 1)

    def test_user_expressions(self):
        reply, _ = self.run_cell("var seven = 7;", user_expressions={"good": "seven * 6", "bad": "seven * nobody"})
        self.assertEqual(reply["user_expressions"]["good"]["data"]["text/plain"], "42")
        self.assertEqual(reply["user_expressions"]["bad"]["status"], "error")

    def test_clear_output(self):
        _, news = self.run_cell("Console.WriteLine(1); clear_output(wait: true); Console.WriteLine(2);")
        self.assertTrue(self.only(news, "clear_output")["wait"])
        self.assertEqual([m["msg_type"] for m in news if m["msg_type"] in ("stream", "clear_output")], ["stream", "clear_output", "stream"])

    def test_a_question_mark_opens_the_pager(self):
        reply, news = self.run_cell("Console.WriteLine?")
        self.assertIn("WriteLine", reply["payload"][0]["data"]["text/plain"])
        self.assertNotIn("execute_result", [m["msg_type"] for m in news])


class Code(KernelCase):
    def complete(self, code, cursor=None):
        return self.ask("complete_request", {"code": code, "cursor_pos": len(code) if cursor is None else cursor})

    def inspect(self, code, cursor=None):
        return self.ask("inspect_request", {"code": code, "cursor_pos": len(code) if cursor is None else cursor, "detail_level": 0})

    def test_what_cells_declared_is_offered(self):
        self.run_cell("record Layer(int Filters, string Label); var layerOne = new Layer(3, \"a\"); var list = new List<Layer>();")
        self.assertEqual(self.complete("layerO")["matches"], ["layerOne"])
        self.assertIn("Filters", self.complete("layerOne.F")["matches"])
        self.assertEqual(self.complete("list[0].Lab")["matches"], ["Label"])
        self.assertIn("Select", self.complete("list.Sel")["matches"])
        self.assertEqual(self.complete("list.Where(one => one.Filt")["matches"], ["Filters"])

    def test_statics_namespaces_keywords_and_parameters(self):
        self.assertIn("Sqrt", self.complete("Math.S")["matches"])
        self.assertNotIn("GetType", self.complete("Math.")["matches"])
        self.assertIn("Diagnostics", self.complete("using System.Di")["matches"])
        self.assertIn("foreach", self.complete("fore")["matches"])
        self.assertIn("value:", self.complete("Console.WriteLine(val")["matches"])
        self.assertIn("Capacity", self.complete("new StringBuilder { Cap")["matches"])
        self.assertEqual(self.complete("#!ti")["matches"], ["#!time"])

    def test_in_the_middle_of_a_cell(self):
        code = "var text = \"abc\";\ntext.Len\nvar after = 3;"
        found = self.complete(code, code.index("Len") + 3)
        self.assertEqual(found["matches"], ["Length"])
        self.assertEqual((found["cursor_start"], found["cursor_end"]), (code.index("Len"), code.index("Len") + 3))
        self.assertIn("Substring", self.complete("var text = \"abc\";\ntext.\nvar after = 3;", code.index("Len"))["matches"])

    def test_characters_outside_the_basic_plane_count_once(self):
        found = self.complete("var s = \"\U0001F600\U0001F600\"; s.Len")
        self.assertEqual((found["matches"], found["cursor_start"], found["cursor_end"]), (["Length"], 16, 19))

    def test_texts_comments_and_numbers_are_left_alone(self):
        for code in ("\"Conso", "// Conso", "var x = 12", "/* Conso", "$\"Conso"):
            self.assertEqual(self.complete(code)["matches"], [], code)

    def test_inspect_tells_the_docs(self):
        found = self.inspect("Math.Sqrt")
        self.assertTrue(found["found"])
        self.assertIn("double Math.Sqrt(double d)", found["data"]["text/plain"])
        self.assertIn("square root", found["data"]["text/plain"])
        self.assertIn("<pre>", found["data"]["text/html"])
        inside = self.inspect("Math.Max(1, ")
        self.assertIn("Math.Max", inside["data"]["text/plain"])
        self.assertIn("List<int>", self.inspect("var many = new List<int>(); many")["data"]["text/plain"])

    def test_inspect_tells_the_docs_of_libraries(self):
        folder = os.path.dirname(next(word for word in self.manager.kernel_spec.argv if word.endswith(".dll")))
        self.run_cell("\n".join(f"#r \"{folder}/{name}.dll\"" for name in ("Workbench", "TorchSharp", "Deedle", "Plotly.NET", "FSharp.Core"))
                      + "\nusing Deedle; using TorchSharp; using Workbench.Imaging; using Microsoft.FSharp.Core;")
        for code, words in (("ImageFile.Load", "Reads a picture"), ("Frame.FromRecords", "Creates a data frame"),
                            ("Series<int, double> s = null; s.SortByKey", "reordered according to index order"),
                            ("Plotly.NET.GenericChart.toEmbeddedHTML", "HTML"),
                            ("torch.nn.Conv2d", "long in_channels")):  # TorchSharp's package brings no docs, so its declaration has to do
            self.assertIn(words, self.inspect(code)["data"]["text/plain"], code)

    def test_inspect_of_nothing(self):
        self.assertFalse(self.inspect("nobody")["found"])
        self.assertFalse(self.inspect("")["found"])

    def test_is_complete_and_indents(self):
        def ask(code):
            return self.ask("is_complete_request", {"code": code})
        self.assertEqual(ask("if (true) {"), {"status": "incomplete", "indent": "    "})
        self.assertEqual(ask("#!time\n1 + 1")["status"], "complete")
        self.assertEqual(ask("foo(]")["status"], "invalid")


class Information(KernelCase):
    def test_kernel_info_on_shell_and_control(self):
        for channel in ("shell", "control"):
            info = self.ask("kernel_info_request", {}, channel)
            self.assertEqual(info["protocol_version"], "5.4")
            self.assertEqual(info["language_info"]["name"], "C#")

    def test_control_answers_while_a_cell_runs(self):
        msg_id = self.start_loop(POLITE)  # ends only when it is asked to
        self.assertEqual(self.ask("kernel_info_request", {}, "control")["status"], "ok")
        self.assertEqual(self.ask("is_complete_request", {"code": "1"}, "control")["status"], "complete")
        self.interrupt()
        self.assertEqual(self.reply(msg_id)["content"]["status"], "ok")

    def test_comms(self):
        self.assertEqual(self.ask("comm_info_request", {}), {"status": "ok", "comms": {}})
        message = self.client.session.msg("comm_open", {"comm_id": "c1", "target_name": "nobody", "data": {}})
        self.client.shell_channel.send(message)
        self.assertEqual(self.only(self.news(message["header"]["msg_id"]), "comm_close")["comm_id"], "c1")

    def test_history(self):
        for code in ("11", "22", "11"):
            self.run_cell(code)
        tail = self.ask("history_request", {"hist_access_type": "tail", "n": 2, "output": True, "raw": True})["history"]
        self.assertEqual([entry[2] for entry in tail], [["22", "22"], ["11", "11"]])
        unique = self.ask("history_request", {"hist_access_type": "search", "pattern": "1*", "unique": True, "output": False, "raw": True})
        self.assertEqual([entry[2] for entry in unique["history"]], ["11"])

    def test_heartbeat_while_a_cell_runs(self):
        self.assertTrue(self.client.is_alive())
        msg_id = self.start_loop("await Task.Delay(3000);")
        time.sleep(2)
        self.assertTrue(self.client.hb_channel.is_beating())
        self.reply(msg_id)

    def test_unknown_requests_only_make_it_busy(self):
        message = self.client.session.msg("no_such_request", {})
        self.client.shell_channel.send(message)
        self.assertEqual([m["msg_type"] for m in self.news(message["header"]["msg_id"])], ["status", "status"])


class Input(KernelCase):
    def answer(self, code, *answers):
        msg_id = self.client.execute(code, allow_stdin=True)
        questions = []
        for answer in answers:
            questions.append(self.client.get_stdin_msg(timeout=PATIENCE)["content"])
            self.client.input(answer)
        return questions, self.reply(msg_id)["content"], self.news(msg_id)

    def test_console_read_line(self):
        questions, _, news = self.answer("Console.Write(\"Name? \"); Console.ReadLine() + \"|\" + Console.ReadLine()", "Ada", "Grace")
        self.assertEqual(self.only(news, "execute_result")["data"]["text/plain"], "Ada|Grace")
        self.assertEqual(questions[0], {"prompt": "", "password": False})
        self.assertEqual(self.text(news), "Name? ")

    def test_console_read(self):
        _, _, news = self.answer("$\"{Console.Read()} {Console.Read()} {Console.ReadLine()}\"", "abc")
        self.assertEqual(self.only(news, "execute_result")["data"]["text/plain"], "97 98 c")

    def test_prompts_and_passwords(self):
        questions, _, news = self.answer(
            "var user = await Kernel.GetInputAsync(\"User\"); var word = await Kernel.GetPasswordAsync(\"Word\"); user + word.Length", "u", "secret")
        self.assertEqual(questions, [{"prompt": "User", "password": False}, {"prompt": "Word", "password": True}])
        self.assertEqual(self.only(news, "execute_result")["data"]["text/plain"], "u6")

    def test_a_client_that_takes_no_questions(self):
        reply, _ = self.run_cell("Console.ReadLine()", allow_stdin=False)
        self.assertEqual(reply["status"], "error")
        self.assertIn("takes no questions", reply["evalue"])

    def test_interrupt_while_waiting_for_an_answer(self):
        msg_id = self.client.execute("Console.ReadLine()", allow_stdin=True)
        self.client.get_stdin_msg(timeout=PATIENCE)
        self.interrupt()
        self.assertEqual(self.reply(msg_id)["content"]["status"], "error")
        self.client.input("too late")
        _, _, news = self.answer("Console.ReadLine()", "in time")
        self.assertEqual(self.only(news, "execute_result")["data"]["text/plain"], "in time")


class Interrupt(KernelCase):
    def test_a_loop_that_asks_stops_and_keeps_its_state(self):
        msg_id = self.start_loop(POLITE)
        self.assertEqual(self.interrupt()["status"], "ok")
        self.assertEqual(self.reply(msg_id)["content"]["status"], "ok")
        _, news = self.run_cell("step > 0")
        self.assertEqual(self.only(news, "execute_result")["data"]["text/plain"], "True")

    def test_a_loop_that_asks_nobody(self):
        self.run_cell("var kept = 5;")
        msg_id = self.start_loop("while (true) { }")
        start = time.monotonic()
        self.interrupt()
        self.assertEqual(self.reply(msg_id)["content"]["status"], "error")
        self.assertLess(time.monotonic() - start, 8)
        _, news = self.run_cell("kept")
        self.assertEqual(self.only(news, "execute_result")["data"]["text/plain"], "5")

    def test_native_code_is_given_up_and_answers_again_when_it_returns(self):
        self.run_cell("[System.Runtime.InteropServices.DllImport(\"libc\")] static extern uint sleep(uint seconds);")
        msg_id = self.start_loop("sleep(6);")
        self.interrupt()
        self.assertEqual(self.reply(msg_id)["content"]["status"], "error")
        _, news = self.run_cell("6 * 7")
        self.assertEqual(self.only(news, "execute_result")["data"]["text/plain"], "42")

    def test_by_signal(self):
        msg_id = self.start_loop(POLITE)
        os.kill(self.manager.provisioner.process.pid, signal.SIGINT)
        self.assertEqual(self.reply(msg_id)["content"]["status"], "ok")
        self.assertTrue(self.manager.is_alive())

    def test_what_was_sent_after_the_interrupted_cell_is_not_executed(self):
        first = self.start_loop(POLITE)
        second = self.client.execute("1")
        time.sleep(0.3)
        self.interrupt()
        self.assertEqual(self.reply(first)["content"]["status"], "ok")
        self.assertEqual(self.reply(second)["content"]["status"], "aborted")

    def test_without_a_running_cell_nothing_happens(self):
        self.assertEqual(self.interrupt()["status"], "ok")
        self.assertEqual(self.run_cell("1")[0]["status"], "ok")

    def test_immediately_after_the_request(self):
        msg_id = self.client.execute("await Task.Delay(-1);")
        self.interrupt()
        time.sleep(0.2)
        self.interrupt()
        self.assertEqual(self.reply(msg_id)["content"]["status"], "error")


class Shutdown(unittest.TestCase):
    def start(self):
        manager = KernelManager(kernel_name=".net-csharp")
        manager.start_kernel()
        return manager, KernelCase.connect(manager)

    def test_shutdown_on_shell_and_control_while_a_cell_runs(self):
        for channel in ("shell", "control"):
            manager, client = self.start()
            if channel == "control":
                client.execute("while (true) { }")
                time.sleep(1)
            message = client.session.msg("shutdown_request", {"restart": False})
            getattr(client, channel + "_channel").send(message)
            answer = getattr(client, f"get_{channel}_msg")(timeout=PATIENCE)
            while answer["msg_type"] != "shutdown_reply":
                answer = getattr(client, f"get_{channel}_msg")(timeout=PATIENCE)
            self.assertEqual(answer["content"], {"status": "ok", "restart": False})
            wait_until(lambda: not manager.is_alive(), 5)
            client.stop_channels()
            manager.cleanup_resources()

    def test_restart_forgets_and_listens_at_the_same_ports(self):
        manager, client = self.start()
        case = KernelCase()
        case.client = client
        case.run_cell("var x = 1;")
        manager.restart_kernel()
        client.wait_for_ready(timeout=PATIENCE)
        reply, _ = case.run_cell("x")
        self.assertEqual((reply["status"], reply["execution_count"]), ("error", 1))
        client.stop_channels()
        manager.shutdown_kernel()

    def test_sigterm_ends_it_and_its_process_of_cells(self):
        manager, client = self.start()
        case = KernelCase()
        case.client = client
        _, news = case.run_cell("Environment.ProcessId")
        cells = int(case.only(news, "execute_result")["data"]["text/plain"])
        os.kill(manager.provisioner.process.pid, signal.SIGTERM)
        wait_until(lambda: not manager.is_alive(), 5)
        wait_until(lambda: not os.path.exists(f"/proc/{cells}"), 5)
        client.stop_channels()
        manager.cleanup_resources()


if __name__ == "__main__":
    unittest.main()
