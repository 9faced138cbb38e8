using Workbench.Cli;
using Workbench.Notebooks;

// A kernel's start is on the way of every notebook, so it loads nothing of the command line.
return args switch
{
    [KernelHost.Verb, var pipe] => await KernelHost.RunAsync(pipe),
    [KernelHost.Verb, var pipe, KernelHost.WarmUp] => await KernelHost.RunAsync(pipe, KernelWarmUp.Run),
    ["jupyter", "kernel", var file] when !file.StartsWith('-') => await JupyterKernelCommand.RunAsync(file),
    _ => await CommandLine.RunAsync(args),
};
