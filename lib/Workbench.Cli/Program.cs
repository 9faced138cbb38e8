using Workbench.Cli;
using Workbench.Notebooks;

// A kernel's start is on the way of every notebook, so it loads nothing of the command line.
return args is [KernelHost.Verb, var pipe] ? await KernelHost.RunAsync(pipe) : await CommandLine.RunAsync(args);
