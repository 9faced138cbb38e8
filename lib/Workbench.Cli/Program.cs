using System.CommandLine;
using Workbench.Cli;

var root = new RootCommand("Learn, reproduce and question convolutional networks: runs the book, its models and its data.");
root.Add(KernelCommand.Create());
return root.Parse(args).Invoke();
