namespace Workbench.Datasets;

/// <summary>How data sets lie on disk.</summary>
public enum DatasetLayout
{
    /// <summary>Pictures twice as wide as high, A on the left and B on the right, in <c>train/</c>, <c>val/</c>, <c>test/</c>: pix2pix.</summary>
    Paired,

    /// <summary>Two domains in <c>trainA/</c>, <c>trainB/</c>, <c>testA/</c>, <c>testB/</c>: CycleGAN.</summary>
    Unpaired,

    /// <summary>Photographs, in any folders.</summary>
    Photographs,

    /// <summary>A folder for each class, within <c>train/</c>, <c>val/</c>, <c>test/</c> or without: Places, ImageNet.</summary>
    Classes,

    /// <summary>Pictures and label maps of the same names, in <c>train/</c> and <c>trainannot/</c> (CamVid) or <c>image/</c> and <c>label/</c>.</summary>
    LabelMaps,

    /// <summary>Stacks of pages, <c>train-volume.tif</c> and <c>train-labels.tif</c>: ISBI 2012.</summary>
    Stacks,

    /// <summary>MNIST's own format, <c>train-images-idx3-ubyte</c> and its three siblings, each with or without .gz.</summary>
    Idx,

    /// <summary>CIFAR-10's binary format, <c>data_batch_1.bin</c> to 5 and <c>test_batch.bin</c>.</summary>
    Cifar,
}
