using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Workbench.Weights;

/// <summary>
/// Reads one pickle from a stream: a small stack machine, with the opcodes that <c>torch.save</c> writes and the names of
/// <see cref="PickleAllowList"/>. Memory grows with the bytes read and no faster.
/// </summary>
/// <param name="stream">Seekable, at the start of the pickle; afterwards at the byte behind it.</param>
/// <param name="storageOf">What a persistent id stands for.</param>
/// <remarks>Opcodes and their arguments: the table in Python's <c>pickletools</c>.</remarks>
internal sealed class PickleReader(Stream stream, Func<object?, PickledStorage> storageOf)
{
    private readonly List<object?> stack = [];
    private readonly Stack<int> marks = [];
    private readonly Dictionary<long, object?> memo = [];

    /// <summary>Runs the pickle to its end.</summary>
    /// <returns>null, bool, long, <see cref="BigInteger"/>, double, string, byte[], tuples as arrays, lists, <see cref="PickledDictionary"/>,
    /// <see cref="PickledGlobal"/>, <see cref="PickledStorage"/> or <see cref="PickledTensor"/>.</returns>
    /// <exception cref="InvalidDataException">It is no pickle, or one that does more than tensors need.</exception>
    public object? Read()
    {
        while (true)
        {
            byte opcode = ReadByte();
            switch (opcode)
            {
                case 0x80: // PROTO
                    int protocol = ReadByte();
                    Require(protocol is >= 2 and <= 5, $"it is a pickle of protocol {protocol}; read are 2 to 5");
                    break;
                case 0x95: // FRAME
                    ReadBytes(8);
                    break;
                case (byte)'.': // STOP
                    return Pop();
                case (byte)'(': // MARK
                    marks.Push(stack.Count);
                    break;

                case (byte)'N':
                    stack.Add(null);
                    break;
                case 0x88: // NEWTRUE
                    stack.Add(true);
                    break;
                case 0x89: // NEWFALSE
                    stack.Add(false);
                    break;
                case (byte)'K': // BININT1
                    stack.Add((long)ReadByte());
                    break;
                case (byte)'M': // BININT2
                    stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(2)));
                    break;
                case (byte)'J': // BININT
                    stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(4)));
                    break;
                case 0x8A: // LONG1
                    BigInteger number = new(ReadBytes(ReadByte()));
                    stack.Add(number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : number);
                    break;
                case (byte)'G': // BINFLOAT
                    stack.Add(BinaryPrimitives.ReadDoubleBigEndian(ReadBytes(8)));
                    break;
                case (byte)'X': // BINUNICODE
                    stack.Add(Encoding.UTF8.GetString(ReadBytes(ReadLength())));
                    break;
                case 0x8C: // SHORT_BINUNICODE
                    stack.Add(Encoding.UTF8.GetString(ReadBytes(ReadByte())));
                    break;
                case (byte)'U': // SHORT_BINSTRING, Python 2's text
                    stack.Add(Encoding.UTF8.GetString(ReadBytes(ReadByte())));
                    break;
                case (byte)'T': // BINSTRING
                    stack.Add(Encoding.UTF8.GetString(ReadBytes(ReadLength())));
                    break;
                case (byte)'C': // SHORT_BINBYTES
                    stack.Add(ReadBytes(ReadByte()));
                    break;
                case (byte)'B': // BINBYTES
                    stack.Add(ReadBytes(ReadLength()));
                    break;

                case (byte)')': // EMPTY_TUPLE
                    stack.Add(Array.Empty<object?>());
                    break;
                case 0x85 or 0x86 or 0x87: // TUPLE1, TUPLE2, TUPLE3
                    stack.Add(PopFrom(stack.Count - (opcode - 0x84)));
                    break;
                case (byte)'t': // TUPLE
                    stack.Add(PopToMark());
                    break;
                case (byte)']': // EMPTY_LIST
                    stack.Add(new List<object?>());
                    break;
                case (byte)'a': // APPEND
                    Append([Pop()]);
                    break;
                case (byte)'e': // APPENDS
                    Append(PopToMark());
                    break;
                case (byte)'}': // EMPTY_DICT
                    stack.Add(new PickledDictionary());
                    break;
                case (byte)'s': // SETITEM
                    SetItems(PopFrom(stack.Count - 2));
                    break;
                case (byte)'u': // SETITEMS
                    SetItems(PopToMark());
                    break;

                case (byte)'q': // BINPUT
                    memo[ReadByte()] = Peek();
                    break;
                case (byte)'r': // LONG_BINPUT
                    memo[ReadLength()] = Peek();
                    break;
                case 0x94: // MEMOIZE
                    memo[memo.Count] = Peek();
                    break;
                case (byte)'h': // BINGET
                    stack.Add(Remembered(ReadByte()));
                    break;
                case (byte)'j': // LONG_BINGET
                    stack.Add(Remembered(ReadLength()));
                    break;

                case (byte)'c': // GLOBAL
                    stack.Add(PickleAllowList.Admit(ReadLine(), ReadLine()));
                    break;
                case 0x93: // STACK_GLOBAL
                    stack.Add(PopFrom(stack.Count - 2) is [string module, string name]
                        ? PickleAllowList.Admit(module, name)
                        : throw new InvalidDataException("its pickle takes a name from something that is no text"));
                    break;
                case (byte)'R': // REDUCE
                    stack.Add(PopFrom(stack.Count - 2) is [PickledGlobal function, object?[] arguments]
                        ? PickleAllowList.Call(function, arguments)
                        : throw new InvalidDataException("its pickle calls something that is no function"));
                    break;
                case (byte)'b': // BUILD: attributes such as a state dict's _metadata
                    _ = Pop();
                    Require(Peek() is PickledDictionary, "its pickle sets attributes on something other than a dictionary");
                    break;
                case (byte)'Q': // BINPERSID
                    stack.Add(storageOf(Pop()));
                    break;
                default:
                    throw new InvalidDataException($"it is no pickle of tensors: byte {stream.Position - 1} is opcode 0x{opcode:X2}, which torch.save does not write");
            }
        }
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidDataException(otherwise);
        }
    }

    private void Append(object?[] items)
    {
        Require(Peek() is List<object?>, "its pickle appends to something that is no list");
        ((List<object?>)Peek()!).AddRange(items);
    }

    private void SetItems(object?[] items)
    {
        Require(Peek() is PickledDictionary && items.Length % 2 == 0, "its pickle sets items of something that is no dictionary");
        for (int i = 0; i < items.Length; i += 2)
        {
            ((PickledDictionary)Peek()!).Items.Add(new(items[i], items[i + 1]));
        }
    }

    private object? Remembered(long index) =>
        memo.TryGetValue(index, out object? value) ? value : throw new InvalidDataException($"its pickle refers to memo {index}, which was never set");

    private object? Pop() => PopFrom(stack.Count - 1)[0];

    private object? Peek()
    {
        Require(stack.Count > Floor, "its pickle takes more from the stack than was put there");
        return stack[^1];
    }

    private object?[] PopToMark()
    {
        Require(marks.Count > 0, "its pickle goes back to a mark that was never set");
        return PopFrom(marks.Pop());
    }

    private object?[] PopFrom(int index)
    {
        Require(index >= Floor, "its pickle takes more from the stack than was put there");
        object?[] items = [.. stack.Skip(index)];
        stack.RemoveRange(index, stack.Count - index);
        return items;
    }

    private int Floor => marks.Count > 0 ? marks.Peek() : 0;

    private byte ReadByte()
    {
        int value = stream.ReadByte();
        Require(value >= 0, "its pickle is cut off");
        return (byte)value;
    }

    private long ReadLength() => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(4));

    private byte[] ReadBytes(long count)
    {
        Require(count <= stream.Length - stream.Position, "its pickle is cut off");
        byte[] bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private string ReadLine()
    {
        StringBuilder line = new();
        for (byte next = ReadByte(); next != '\n'; next = ReadByte())
        {
            line.Append((char)next);
        }

        return line.ToString();
    }
}
