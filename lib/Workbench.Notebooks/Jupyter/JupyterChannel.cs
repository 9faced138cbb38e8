namespace Workbench.Notebooks.Jupyter;

/// <summary>The ways between a client and the kernel.</summary>
internal enum JupyterChannel
{
    /// <summary>Requests, answered one after the other.</summary>
    Shell,

    /// <summary>Requests that are answered while a cell runs.</summary>
    Control,

    /// <summary>Questions of the kernel to the client that runs the cell.</summary>
    Stdin,

    /// <summary>Outputs, for every client.</summary>
    IOPub,
}
