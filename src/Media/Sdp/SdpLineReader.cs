namespace RtcCluster.Media.Sdp;

/// <summary>Walks the lines of a session description without copying. CRLF and LF both end a line (RFC 8866 §5).</summary>
public ref struct SdpLineReader
{
    private readonly int _maxLineBytes;
    private readonly int _maxLines;
    private ReadOnlySpan<byte> _rest;
    private int _count;

    /// <summary>Starts at the first line.</summary>
    public SdpLineReader(ReadOnlySpan<byte> text, SdpLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _rest = text;
        _maxLines = limits.MaxLines;
        _maxLineBytes = limits.MaxLineBytes;
        Status = text.IsEmpty ? SdpStatus.Empty : text.Length > limits.MaxBytes ? SdpStatus.TooLarge : SdpStatus.Ok;
    }

    /// <summary>Ok until a line was refused; then why.</summary>
    public SdpStatus Status { get; private set; }

    /// <summary>The next line's letter and value; false at the end or at a bad line (see <see cref="Status"/>).</summary>
    public bool TryRead(out byte type, out ReadOnlySpan<byte> value)
    {
        type = 0;
        value = default;
        if (Status != SdpStatus.Ok || IsBlank(_rest))
        {
            return false;
        }

        var end = _rest.IndexOf((byte)'\n');
        var line = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        if (line.EndsWith("\r"u8))
        {
            line = line[..^1];
        }

        if (++_count > _maxLines)
        {
            Status = SdpStatus.TooManyLines;
        }
        else if (line.Length > _maxLineBytes)
        {
            Status = SdpStatus.LineTooLong;
        }
        else if (line.Length < 2 || line[1] != '=' || !char.IsAsciiLetterLower((char)line[0]) || line.ContainsAny((byte)0, (byte)'\r'))
        {
            Status = SdpStatus.BadLine;
        }
        else
        {
            type = line[0];
            value = line[2..];
            return true;
        }

        return false;
    }

    // Blank lines at the very end come from gateways that count the body's last CRLF twice; nothing is lost by taking them.
    private static bool IsBlank(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept((byte)'\r', (byte)'\n');
}
