// TorchSharpMend ORIGINAL COPY
//
// TorchSharp's scalars and tensors have finalizers, and its methods hand their handles to libtorch without keeping the objects alive. Once the
// just-in-time compiler has optimized such a method, a garbage collection in another thread can free an argument while libtorch reads it: a
// training dies of "Unknown scalar type", perhaps once in an hour. Methods marked NoOptimization keep their arguments until they return, so the
// copy marks those that call into libtorch. They do little else, so no speed is lost. ScalarLifetimeTests fails without this.

using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

byte[] assembly = File.ReadAllBytes(args[0]);
using (PEReader file = new(new MemoryStream(assembly, writable: false)))
{
    MetadataReader metadata = file.GetMetadataReader();
    HashSet<int> native = [.. metadata.MethodDefinitions.Where(method => Has(method, MethodAttributes.PinvokeImpl)).Select(method => MetadataTokens.GetToken(method))];

    // A row of the method table is: address (4 bytes), implementation flags (2), and others (ECMA-335, II.22.26).
    int table = file.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.MethodDef), row = metadata.GetTableRowSize(TableIndex.MethodDef);
    int marked = 0;
    foreach (MethodDefinitionHandle method in metadata.MethodDefinitions.Where(CallsNative))
    {
        Span<byte> flags = assembly.AsSpan(table + ((MetadataTokens.GetRowNumber(method) - 1) * row) + 4, 2);
        MethodImplAttributes kept = (MethodImplAttributes)BinaryPrimitives.ReadUInt16LittleEndian(flags);
        BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(kept | MethodImplAttributes.NoOptimization | MethodImplAttributes.NoInlining));
        marked++;
    }

    if (marked == 0)
    {
        Console.Error.WriteLine($"{args[0]}: no method calls into a native library, so this is not the TorchSharp that was expected.");
        return 1;
    }

    bool Has(MethodDefinitionHandle method, MethodAttributes attribute) => metadata.GetMethodDefinition(method).Attributes.HasFlag(attribute);

    bool CallsNative(MethodDefinitionHandle method)
    {
        int address = metadata.GetMethodDefinition(method).RelativeVirtualAddress;
        if (address == 0)
        {
            return false;
        }

        // Every place that looks like `call method` counts, even should it be the middle of another instruction: one mark too many does no harm.
        ReadOnlySpan<byte> code = file.GetMethodBody(address).GetILBytes();
        for (int at = 0; at + 5 <= code.Length; at++)
        {
            if (code[at] == (byte)ILOpCode.Call && native.Contains(BinaryPrimitives.ReadInt32LittleEndian(code[(at + 1)..])))
            {
                return true;
            }
        }

        return false;
    }
}

string part = $"{args[1]}.{Environment.ProcessId}.part";
File.WriteAllBytes(part, assembly);
File.Move(part, args[1], overwrite: true);
return 0;
