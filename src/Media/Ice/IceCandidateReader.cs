using System.Globalization;
using RtcCluster.Media.Addresses;

namespace RtcCluster.Media.Ice;

/// <summary>Reads a candidate field by field. RFC 8839 §5.1.</summary>
/// <remarks>
/// <code>
/// foundation SP component SP transport SP priority SP address SP port SP "typ" SP type
///     [SP "raddr" SP address] [SP "rport" SP port] *(SP name SP value)
/// </code>
/// </remarks>
internal static class IceCandidateReader
{
    private const string Prefix = "candidate:";
    private const uint MaxPriority = int.MaxValue;

    public static IceCandidateStatus TryRead(ReadOnlySpan<char> value, out IceCandidate? candidate)
    {
        candidate = null;
        var rest = value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? value[Prefix.Length..] : value;
        if (!TryField(ref rest, out var foundation) || !IsFoundation(foundation)
            || !TryField(ref rest, out var componentText) || !TryNumber(componentText, 256, out var component) || component == 0
            || !TryField(ref rest, out var transport)
            || !TryField(ref rest, out var priorityText) || !TryNumber(priorityText, MaxPriority, out var priority) || priority == 0
            || !TryField(ref rest, out var address)
            || !TryField(ref rest, out var portText) || !TryNumber(portText, ushort.MaxValue, out var port)
            || !TryField(ref rest, out var typ) || !typ.SequenceEqual("typ") || !TryField(ref rest, out var kindText)
            || !TryExtensions(rest, out var related, out var tcpType))
        {
            return IceCandidateStatus.Malformed;
        }

        var isTcp = transport.Equals("tcp", StringComparison.OrdinalIgnoreCase);
        if (!isTcp && !transport.Equals("udp", StringComparison.OrdinalIgnoreCase))
        {
            return IceCandidateStatus.UnknownTransport;
        }

        if (isTcp != (tcpType != IceTcpType.None))
        {
            return IceCandidateStatus.Malformed;
        }

        if (!TryKind(kindText, out var kind))
        {
            return IceCandidateStatus.UnknownKind;
        }

        if (!MediaEndpoint.TryParse(address, (ushort)port, out var endpoint))
        {
            return IceCandidateStatus.Name;
        }

        candidate = new IceCandidate
        {
            Foundation = foundation.ToString(), Component = (int)component, TcpType = tcpType, Priority = priority, Address = endpoint, Kind = kind, Related = related,
        };
        return IceCandidateStatus.Ok;
    }

    private static bool IsFoundation(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('+' or '/'))
            {
                return false;
            }
        }

        return text.Length <= IceCandidate.MaxFoundation;
    }

    private static bool TryKind(ReadOnlySpan<char> text, out IceCandidateKind kind)
    {
        kind = text switch
        {
            "srflx" => IceCandidateKind.ServerReflexive,
            "prflx" => IceCandidateKind.PeerReflexive,
            "relay" => IceCandidateKind.Relayed,
            _ => IceCandidateKind.Host,
        };
        return kind != IceCandidateKind.Host || text.SequenceEqual("host");
    }

    /// <summary>Pairs of name and value; those that we do not know are stepped over.</summary>
    private static bool TryExtensions(ReadOnlySpan<char> rest, out MediaEndpoint related, out IceTcpType tcpType)
    {
        related = default;
        tcpType = IceTcpType.None;
        ReadOnlySpan<char> relatedAddress = default;
        var relatedPort = 0u;
        while (TryField(ref rest, out var name))
        {
            if (!TryField(ref rest, out var value))
            {
                return false;
            }

            if (name.SequenceEqual("raddr"))
            {
                relatedAddress = value;
            }
            else if (name.SequenceEqual("rport") && !TryNumber(value, ushort.MaxValue, out relatedPort))
            {
                return false;
            }
            else if (name.SequenceEqual("tcptype") && !TryTcpType(value, out tcpType))
            {
                return false;
            }
        }

        // A related address may be hidden or a name; it is of no use to us, so that is no reason to lose the candidate.
        MediaEndpoint.TryParse(relatedAddress, (ushort)relatedPort, out related);
        return true;
    }

    private static bool TryTcpType(ReadOnlySpan<char> text, out IceTcpType type)
    {
        type = text switch
        {
            "active" => IceTcpType.Active,
            "passive" => IceTcpType.Passive,
            "so" => IceTcpType.SimultaneousOpen,
            _ => IceTcpType.None,
        };
        return type != IceTcpType.None;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, uint max, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= max;

    private static bool TryField(scoped ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> field)
    {
        rest = rest.TrimStart(' ');
        var end = rest.IndexOf(' ');
        field = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[end..];
        return !field.IsEmpty;
    }
}
