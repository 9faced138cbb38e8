"""How fast the kernel answers Jupyter's own client: medians over a few kernels, in milliseconds.

Build with -c Release, `workbench jupyter install`, then /usr/bin/python3 tests/Workbench.Benchmarks/jupyter_speed.py
Aims: launch to ready 700, first cell 1300, completion 150, and a warm cell 30 more than Roslyn alone (the benchmark WarmCell) takes.
"""
import statistics
import time

from jupyter_client.manager import KernelManager

KERNELS, WARM_UPS, CELLS, COMPLETIONS = 5, 40, 20, 8


def milliseconds(work):
    start = time.monotonic()
    work()
    return 1000 * (time.monotonic() - start)


def until_result(client, code):
    msg_id = client.execute(code)
    message = None
    while message is None or message["parent_header"].get("msg_id") != msg_id or message["msg_type"] != "execute_result":
        message = client.get_iopub_msg(timeout=30)


def until_reply(client, msg_id):
    while client.get_shell_msg(timeout=30)["parent_header"].get("msg_id") != msg_id:
        pass


figures = {"launch to ready": [], "first cell": [], "warm cell": [], "completion": []}
for _ in range(KERNELS):
    manager = KernelManager(kernel_name=".net-csharp")

    def launch():
        global client
        manager.start_kernel()
        client = manager.client()
        client.start_channels()
        until_reply(client, client.kernel_info())

    figures["launch to ready"].append(milliseconds(launch))
    client.wait_for_ready(timeout=30)
    figures["first cell"].append(milliseconds(lambda: until_result(client, "1 + 1")))
    for i in range(WARM_UPS):
        until_result(client, f"{i} + 1")
    figures["warm cell"] += [milliseconds(lambda: until_result(client, "1 + 1")) for _ in range(CELLS)]
    figures["completion"] += [milliseconds(lambda: until_reply(client, client.complete("Console.Wr"))) for _ in range(COMPLETIONS)]
    client.stop_channels()
    manager.shutdown_kernel()

for name, values in figures.items():
    print(f"{name}: median {statistics.median(values):.0f} ms, worst {max(values):.0f} ms of {len(values)}")
