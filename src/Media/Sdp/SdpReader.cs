using System.Text;

namespace RtcCluster.Media.Sdp;

/// <summary>Builds an <see cref="SdpSession"/> from lines. RFC 8866 §5 and §9, tolerant in what real phones leave out (s=, t=).</summary>
internal static class SdpReader
{
    public static SdpStatus TryRead(ReadOnlySpan<byte> text, SdpLimits limits, out SdpSession? session)
    {
        session = null;
        var reader = new SdpLineReader(text, limits);
        if (!reader.TryRead(out var type, out var value))
        {
            return reader.Status == SdpStatus.Ok ? SdpStatus.Empty : reader.Status;
        }

        if (type != 'v' || !value.SequenceEqual("0"u8))
        {
            return SdpStatus.BadVersion;
        }

        if (!reader.TryRead(out type, out value) || type != 'o' || !TryOrigin(value, out var origin))
        {
            return reader.Status == SdpStatus.Ok ? SdpStatus.BadOrigin : reader.Status;
        }

        var result = new SdpSession { Origin = origin! };
        SdpMedia? media = null;
        var status = SdpStatus.Ok;
        while (status == SdpStatus.Ok && reader.TryRead(out type, out value))
        {
            if (type == 'm')
            {
                status = result.Media.Count == limits.MaxMedia ? SdpStatus.TooManyMedia : TryMedia(value, limits, out media);
                if (media is not null)
                {
                    result.Media.Add(media);
                }
            }
            else
            {
                status = ReadLine(result, media, (char)type, value);
            }
        }

        status = status == SdpStatus.Ok ? reader.Status : status;
        session = status == SdpStatus.Ok ? result : null;
        return status;
    }

    private static SdpStatus ReadLine(SdpSession session, SdpMedia? media, char type, ReadOnlySpan<byte> value)
    {
        switch (type)
        {
            case 'a':
                (media?.Attributes ?? session.Attributes).Add(ReadAttribute(value));
                return SdpStatus.Ok;
            case 'c':
                return ReadConnection(session, media, value);
            case 's' when media is null:
                session.Name = Text(value);
                return SdpStatus.Ok;
            case 'v' or 'o':
                return SdpStatus.BadLine;
            default:
                (media?.Lines ?? session.Lines).Add(new SdpLine(type, Text(value)));
                return SdpStatus.Ok;
        }
    }

    private static SdpAttribute ReadAttribute(ReadOnlySpan<byte> value)
    {
        var colon = value.IndexOf((byte)':');
        return colon < 0 ? new SdpAttribute(Text(value)) : new SdpAttribute(Text(value[..colon]), Text(value[(colon + 1)..]));
    }

    private static SdpStatus ReadConnection(SdpSession session, SdpMedia? media, ReadOnlySpan<byte> value)
    {
        if (!TryField(ref value, out var net) || !TryField(ref value, out var kind) || !TryField(ref value, out var address)
            || !value.IsEmpty || !net.SequenceEqual("IN"u8))
        {
            return SdpStatus.BadConnection;
        }

        var connection = new SdpConnection(Text(kind), Text(address));
        if (media is null)
        {
            session.Connection = connection;
        }
        else
        {
            // Several c= lines of one section are multicast layers (RFC 8866 §5.7); the first is the one that counts.
            media.Connection ??= connection;
        }

        return SdpStatus.Ok;
    }

    private static bool TryOrigin(ReadOnlySpan<byte> value, out SdpOrigin? origin)
    {
        origin = null;
        if (!TryField(ref value, out var user) || !TryField(ref value, out var id) || !TryField(ref value, out var version)
            || !TryField(ref value, out var net) || !TryField(ref value, out var kind) || !TryField(ref value, out var address)
            || !value.IsEmpty || !net.SequenceEqual("IN"u8))
        {
            return false;
        }

        origin = new SdpOrigin(Text(user), Text(id), Text(version), Text(kind), Text(address));
        return true;
    }

    private static SdpStatus TryMedia(ReadOnlySpan<byte> value, SdpLimits limits, out SdpMedia? media)
    {
        media = null;
        if (!TryField(ref value, out var kind) || !TryField(ref value, out var ports) || !TryField(ref value, out var protocol)
            || !TryPorts(ports, out var port, out var count))
        {
            return SdpStatus.BadMedia;
        }

        var result = new SdpMedia { Kind = Text(kind), Port = port, PortCount = count, Protocol = Text(protocol) };
        while (TryField(ref value, out var format))
        {
            if (result.Formats.Count == limits.MaxFormats)
            {
                return SdpStatus.TooManyFormats;
            }

            result.Formats.Add(Text(format));
        }

        if (result.Formats.Count == 0)
        {
            return SdpStatus.BadMedia;
        }

        media = result;
        return SdpStatus.Ok;
    }

    private static bool TryPorts(ReadOnlySpan<byte> text, out int port, out int count)
    {
        var slash = text.IndexOf((byte)'/');
        count = 1;
        return TryNumber(slash < 0 ? text : text[..slash], 65535, out port)
            && (slash < 0 || (TryNumber(text[(slash + 1)..], 65535, out count) && count > 0));
    }

    /// <summary>A decimal number of at most five digits and at most <paramref name="max"/>.</summary>
    private static bool TryNumber(ReadOnlySpan<byte> text, int max, out int number)
    {
        number = 0;
        if (text.IsEmpty || text.Length > 5)
        {
            return false;
        }

        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return number <= max;
    }

    /// <summary>Takes the next space-separated field; several spaces count as one, as in what some gateways write.</summary>
    private static bool TryField(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> field)
    {
        rest = rest.TrimStart((byte)' ');
        var end = rest.IndexOf((byte)' ');
        field = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[end..].TrimStart((byte)' ');
        return !field.IsEmpty;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
