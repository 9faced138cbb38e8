namespace Workbench.Training;

/// <summary>What turns gradients into steps.</summary>
public enum OptimizerKind
{
    /// <summary>Kingma &amp; Ba 2015.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay, Loshchilov &amp; Hutter 2019.</summary>
    AdamW,

    /// <summary>Gradient descent with momentum.</summary>
    Sgd,

    /// <summary>Divided by the root of the running mean square, Hinton 2012.</summary>
    RmsProp,

    /// <summary>Zeiler 2012, which needs no learning rate to be chosen: take 1.</summary>
    Adadelta,
}

/// <summary>Number format of networks and data.</summary>
public enum Precision
{
    /// <summary>32 bits, as the authors train.</summary>
    Usual,

    /// <summary>64 bits: four times slower, to tell rounding from mistakes.</summary>
    Doubled,

    /// <summary>32 bits, but the factors of matrix products and convolutions are rounded to 19 (TF32) where the GPU multiplies such numbers faster.</summary>
    TensorFloat32,

    /// <summary>
    /// Mixed: the factors of matrix products and convolutions are rounded to 16 bits with the range of 32 (bfloat16), so that no loss need be
    /// scaled; weights, sums and losses keep 32. Faster on GPUs since Ampere and processors with AMX; on one with AVX-512 alone a pix2pix step
    /// takes 1.5 times as long. Not on Windows.
    /// </summary>
    Bfloat16,
}
