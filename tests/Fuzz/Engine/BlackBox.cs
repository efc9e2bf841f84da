using System.IO.MemoryMappedFiles;

namespace RtcCluster.Fuzz.Engine;

/// <summary>A file mapped by the loop and by the process that watches it: what runs now, since when, and how far it is. It survives the loop's death.</summary>
/// <remarks>Layout: executions, edges, slowest microseconds, start of the present run (milliseconds, 0 between runs), corpus size, each 8 bytes; length 4 bytes; input.</remarks>
internal sealed class BlackBox : IDisposable
{
    private const int InputAt = 64;
    private const int LengthAt = 40;
    private const int LongestInput = 1 << 17;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public BlackBox(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, InputAt + LongestInput);
        _view = _file.CreateViewAccessor();
    }

    public long Executions
    {
        get => _view.ReadInt64(0);
        set => _view.Write(0, value);
    }

    public long Edges
    {
        get => _view.ReadInt64(8);
        set => _view.Write(8, value);
    }

    public long SlowestMicroseconds
    {
        get => _view.ReadInt64(16);
        set => _view.Write(16, value);
    }

    /// <summary>Environment.TickCount64 when the input began to run; 0 when none does. The clock is the machine's: both processes read the same.</summary>
    public long RunningSince
    {
        get => _view.ReadInt64(24);
        set => _view.Write(24, value);
    }

    public long CorpusSize
    {
        get => _view.ReadInt64(32);
        set => _view.Write(32, value);
    }

    public unsafe void WriteInput(ReadOnlySpan<byte> input)
    {
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            *(int*)(start + LengthAt) = input.Length;
            input.CopyTo(new Span<byte>(start + InputAt, LongestInput));
        }
        finally
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    public byte[] ReadInput()
    {
        var input = new byte[Math.Clamp(_view.ReadInt32(LengthAt), 0, LongestInput)];
        _view.ReadArray(InputAt, input, 0, input.Length);
        return input;
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
