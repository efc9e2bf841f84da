namespace RtcCluster.Fuzz.Engine;

/// <summary>Makes a new input from known ones: a stack of small changes, the words of the format, splices, and now and then one of the longest length.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> words, int maxLength)
{
    private const int MostChanges = 12;
    private const int LongestInput = 65_000;

    // Length and sign limits of the fields that these formats have.
    private static readonly byte[][] Numbers =
        [[0], [0x7F], [0x80], [0xFF], [0, 0], [0x7F, 0xFF], [0xFF, 0xFF], [0x80, 0], [0, 0, 0, 0], [0x7F, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0]];

    private readonly byte[] _buffer = new byte[LongestInput];
    private int _length;

    /// <summary>A mutation of <paramref name="parent"/>, good until the next call.</summary>
    public ReadOnlySpan<byte> Mutate(byte[] parent, byte[] other)
    {
        _length = Math.Min(parent.Length, maxLength);
        parent.AsSpan(0, _length).CopyTo(_buffer);
        for (var changes = 1 + random.Next(MostChanges); changes > 0; changes--)
        {
            Change(other);
        }

        // What takes quadratic time shows only in long inputs: one in four thousand is as long as a datagram can be.
        if (random.Next(4_096) == 0)
        {
            Inflate();
        }

        return _buffer.AsSpan(0, _length);
    }

    private void Change(byte[] other)
    {
        switch (random.Next(10))
        {
            case 0 when _length > 0:
                _buffer[random.Next(_length)] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when _length > 0:
                _buffer[random.Next(_length)] = (byte)random.Next(256);
                break;
            case 2 when _length > 0:
                _buffer[random.Next(_length)] += (byte)(random.Next(2) == 0 ? 1 : 255);
                break;
            case 3:
                Insert(Numbers[random.Next(Numbers.Length)]);
                break;
            case 4 when words.Count > 0:
            case 5 when words.Count > 0:
                Insert(words[random.Next(words.Count)]);
                break;
            case 6 when _length > 1:
                Delete();
                break;
            case 7 when _length > 0:
                var from = random.Next(_length);
                Insert(_buffer.AsSpan(from, Math.Min(1 + random.Next(64), _length - from)).ToArray());
                break;
            case 8 when other.Length > 0:
                var start = random.Next(other.Length);
                Insert(other.AsSpan(start, Math.Min(1 + random.Next(256), other.Length - start)));
                break;
            default:
                Overwrite(words.Count > 0 && random.Next(2) == 0 ? words[random.Next(words.Count)] : Numbers[random.Next(Numbers.Length)]);
                break;
        }
    }

    private void Insert(ReadOnlySpan<byte> bytes)
    {
        var at = random.Next(_length + 1);
        var count = Math.Min(bytes.Length, maxLength - _length);
        if (count > 0)
        {
            _buffer.AsSpan(at, _length - at).CopyTo(_buffer.AsSpan(at + count));
            bytes[..count].CopyTo(_buffer.AsSpan(at));
            _length += count;
        }
    }

    private void Overwrite(ReadOnlySpan<byte> bytes)
    {
        if (_length > 0)
        {
            var at = random.Next(_length);
            bytes[..Math.Min(bytes.Length, _length - at)].CopyTo(_buffer.AsSpan(at));
        }
    }

    private void Delete()
    {
        var at = random.Next(_length);
        var count = Math.Min(1 + random.Next(1 + (_length / 4)), _length - at);
        _buffer.AsSpan(at + count, _length - at - count).CopyTo(_buffer.AsSpan(at));
        _length -= count;
    }

    // Repeats one piece in its place until nothing more fits.
    private void Inflate()
    {
        if (_length == 0)
        {
            return;
        }

        var from = random.Next(_length);
        var piece = _buffer.AsSpan(from, Math.Min(1 + random.Next(48), _length - from)).ToArray();
        var tail = _buffer.AsSpan(from, _length - from).ToArray();
        _length = from;
        while (_length + piece.Length + tail.Length <= LongestInput)
        {
            piece.CopyTo(_buffer, _length);
            _length += piece.Length;
        }

        tail.CopyTo(_buffer, _length);
        _length += tail.Length;
    }
}
