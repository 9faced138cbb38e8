using System.CommandLine;

var root = new RootCommand("Learn, reproduce and question convolutional networks: runs the book, its models and its data.");
return root.Parse(args).Invoke();
