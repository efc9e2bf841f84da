using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RtcCluster.Media.Fax;

/// <summary>A file of this process's memory, for a library that takes nothing but paths: what a fax says never lies readable on a disk.</summary>
internal sealed partial class MemoryFile : IDisposable
{
    private const uint CloseOnExec = 1;
    private readonly SafeFileHandle _file;

    public MemoryFile(ReadOnlySpan<byte> bytes = default)
    {
        _file = Create("fax", CloseOnExec);
        if (_file.IsInvalid)
        {
            throw new InvalidOperationException($"memfd_create: error {Marshal.GetLastPInvokeError()}");
        }

        RandomAccess.Write(_file, bytes, 0);
    }

    /// <summary>A path by which this process opens it.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{_file.DangerousGetHandle()}");

    /// <summary>What is in it now; null where it is longer than allowed.</summary>
    public byte[]? Read(long longest)
    {
        var length = RandomAccess.GetLength(_file);
        if (length > longest)
        {
            return null;
        }

        var bytes = new byte[length];
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(_file, bytes.AsSpan(read), read) is > 0 and var more)
        {
            read += more;
        }

        return bytes;
    }

    public void Dispose() => _file.Dispose();

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Create(string name, uint flags);
}
