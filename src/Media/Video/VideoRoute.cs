using RtcCluster.Media.Sdp;

namespace RtcCluster.Media.Video;

/// <summary>How packets of one browser's video are renumbered for another: made once for two agreements.</summary>
internal sealed class VideoRoute
{
    private const byte None = 0xFF;
    private readonly byte[] _payloadTypes = new byte[128];
    private readonly byte[] _extensions = new byte[VideoExtensions.MaxId + 2];
    private UInt128 _repairs;

    private VideoRoute(NegotiatedVideo from, NegotiatedVideo to)
    {
        _payloadTypes.AsSpan().Fill(None);
        foreach (var format in from.Formats)
        {
            if (to.Formats.FirstOrDefault(f => f.Key == format.Key) is { } match)
            {
                _payloadTypes[format.PayloadType] = (byte)match.PayloadType;
                if (format.Repair >= 0 && match.Repair >= 0)
                {
                    _payloadTypes[format.Repair] = (byte)match.Repair;
                    _repairs |= UInt128.One << format.Repair;
                }
            }
        }

        for (var i = 0; i < from.Extensions.Length; i++)
        {
            _extensions[from.Extensions[i]] = (byte)to.Extensions[i];
        }

        _extensions[0] = 0;
    }

    /// <summary>The way from one browser to the other; null when the one may not send, or the other not receive.</summary>
    public static VideoRoute? Make(NegotiatedVideo? from, NegotiatedVideo? to) =>
        from is not null && to is not null && from.Direction.Receives() && to.Direction.Sends() ? new VideoRoute(from, to) : null;

    /// <summary>What the other browser calls a payload type; false when it has none for it.</summary>
    public bool TryMap(byte payloadType, out byte mapped)
    {
        mapped = _payloadTypes[payloadType];
        return mapped != None;
    }

    /// <summary>Whether the payload type is that of retransmissions, which begin with the number of what they repeat (RFC 4588 §4).</summary>
    public bool IsRepair(byte payloadType) => (_repairs >> payloadType & 1) == 1;

    /// <summary>
    /// Renumbers header extensions of the one-byte form in place (RFC 8285 §4.2); what the other browser does not take becomes padding, and another form is emptied,
    /// as none was agreed on.
    /// </summary>
    /// <param name="extension">The extension with its four bytes of profile and length.</param>
    public void MapExtensions(Span<byte> extension)
    {
        var elements = extension[4..];
        if (extension[0] != 0xBE || extension[1] != 0xDE)
        {
            (extension[0], extension[1]) = (0xBE, 0xDE);
            elements.Clear();
            return;
        }

        for (var at = 0; at < elements.Length;)
        {
            var id = elements[at] >> 4;
            if (id == 0)
            {
                elements[at++] = 0;
                continue;
            }

            var length = (elements[at] & 0x0F) + 2;
            if (id > VideoExtensions.MaxId || at + length > elements.Length)
            {
                elements[at..].Clear();
                return;
            }

            var mapped = _extensions[id];
            if (mapped == 0)
            {
                elements.Slice(at, length).Clear();
            }
            else
            {
                elements[at] = (byte)((mapped << 4) | (length - 2));
            }

            at += length;
        }
    }
}
