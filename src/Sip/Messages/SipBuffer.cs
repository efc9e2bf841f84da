using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace RtcCluster.Sip.Messages;

/// <summary>A pooled buffer that grows at its end.</summary>
internal sealed class SipBuffer : IDisposable
{
    private byte[] _bytes;
    private int _length;

    internal SipBuffer(int capacity) => _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }

        _length = 0;
    }

    internal void Clear() => _length = 0;

    internal void Put(ReadOnlySpan<byte> text)
    {
        Grow(text.Length);
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
    }

    internal void Put(long number)
    {
        // 19 digits and a sign are the longest number.
        Grow(20);
        Utf8Formatter.TryFormat(number, _bytes.AsSpan(_length), out var written);
        _length += written;
    }

    /// <summary>Puts a string as UTF-8 and gives back its bytes.</summary>
    internal ReadOnlySpan<byte> Put(string text)
    {
        Grow(Encoding.UTF8.GetByteCount(text));
        var written = Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
        _length += written;
        return _bytes.AsSpan(_length - written, written);
    }

    private void Grow(int count)
    {
        if (_length + count <= _bytes.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + count));
        Written.CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
    }
}
