"""Jupyter's own test suite for kernels, with what it needs to know of C#."""
import unittest

import jupyter_kernel_test


class CSharp(jupyter_kernel_test.KernelTests):
    kernel_name = ".net-csharp"
    language_name = "C#"
    file_extension = ".cs"
    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("trouble");'
    completion_samples = [
        {"text": "Console.WriteL", "matches": {"WriteLine"}},
        {"text": "int number = 3; numb", "matches": {"number"}},
        {"text": "new System.Text.StringBuilder().AppendF", "matches": {"AppendFormat"}},
    ]
    complete_code_samples = ["1 + 1", "var x = 3;", "if (true) { }", "// nothing"]
    incomplete_code_samples = ["var x = ", "if (true) {", "Console.WriteLine(", "/* open"]
    invalid_code_samples = ["var = ;", "foo(]"]
    code_page_something = "Console?"
    code_generate_error = "throw new Exception(\"no\");"
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": "new[] { 1, 2 }.Sum()", "result": "3"},
        {"code": "1 + 3", "result": "4"},
        {"code": "\"<b>\"", "mime": "text/html"},
    ]
    code_display_data = [{"code": "display(3);", "mime": "text/html"}]
    code_history_pattern = "1 + 2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Console.WriteLine"
    code_clear_output = "clear_output();"

if __name__ == "__main__":
    unittest.main()
