using System.Globalization;
using System.Text;

namespace RtcCluster.Media.Sdp;

/// <summary>Writes a session in the line order of RFC 8866 §9, CRLF at the end of each line.</summary>
internal static class SdpWriter
{
    public static byte[] Write(SdpSession session)
    {
        var text = new StringBuilder(512);
        var origin = session.Origin;
        Line(text, 'v', "0");
        Line(text, 'o', $"{origin.Username} {origin.SessionId} {origin.Version} IN {origin.AddressType} {origin.Address}");
        Line(text, 's', session.Name.Length == 0 ? "-" : session.Name);
        Lines(text, session.Lines, "iuep");
        Connection(text, session.Connection);
        Lines(text, session.Lines, "b");
        if (!Lines(text, session.Lines, "trzk"))
        {
            Line(text, 't', "0 0");
        }

        Unknown(text, session.Lines, "iuepbtrzk");
        Attributes(text, session.Attributes);
        foreach (var media in session.Media)
        {
            Media(text, media);
        }

        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static void Media(StringBuilder text, SdpMedia media)
    {
        text.Append("m=").Append(media.Kind).Append(' ').Append(CultureInfo.InvariantCulture, $"{media.Port}");
        if (media.PortCount > 1)
        {
            text.Append(CultureInfo.InvariantCulture, $"/{media.PortCount}");
        }

        text.Append(' ').Append(media.Protocol);
        foreach (var format in media.Formats)
        {
            text.Append(' ').Append(format);
        }

        text.Append("\r\n");
        Lines(text, media.Lines, "i");
        Connection(text, media.Connection);
        Lines(text, media.Lines, "bk");
        Unknown(text, media.Lines, "ibk");
        Attributes(text, media.Attributes);
    }

    private static void Connection(StringBuilder text, SdpConnection? connection)
    {
        if (connection is not null)
        {
            Line(text, 'c', $"IN {connection.AddressType} {connection.Address}");
        }
    }

    private static void Attributes(StringBuilder text, IList<SdpAttribute> attributes)
    {
        foreach (var attribute in attributes)
        {
            Line(text, 'a', attribute.Value is null ? attribute.Name : $"{attribute.Name}:{attribute.Value}");
        }
    }

    private static bool Lines(StringBuilder text, IList<SdpLine> lines, string types)
    {
        var any = false;
        foreach (var line in lines)
        {
            if (types.Contains(line.Type))
            {
                Line(text, line.Type, line.Value);
                any = true;
            }
        }

        return any;
    }

    private static void Unknown(StringBuilder text, IList<SdpLine> lines, string known)
    {
        foreach (var line in lines)
        {
            if (!known.Contains(line.Type))
            {
                Line(text, line.Type, line.Value);
            }
        }
    }

    private static void Line(StringBuilder text, char type, string value) => text.Append(type).Append('=').Append(value).Append("\r\n");
}
