using System.Buffers.Binary;
using System.Net;

namespace RtcCluster.Media.Addresses;

/// <summary>
/// An IP address and UDP port in 24 bytes without a heap object, so that a source can be compared for every packet.
/// IPv4 is held as its IPv4-mapped IPv6 form: a dual-stack socket's <c>::ffff:a.b.c.d</c> equals <c>a.b.c.d</c>.
/// </summary>
public readonly struct MediaEndpoint : IEquatable<MediaEndpoint>
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000UL;

    private readonly ulong _high;
    private readonly ulong _low;

    private MediaEndpoint(ulong high, ulong low, ushort port)
    {
        _high = high;
        _low = low;
        Port = port;
    }

    /// <summary>The UDP port; 0 in an endpoint that is not set.</summary>
    public ushort Port { get; }

    /// <summary>Whether the address is IPv4.</summary>
    public bool IsIPv4 => _high == 0 && (_low & 0xFFFF_FFFF_0000_0000UL) == MappedPrefix;

    /// <summary>Whether neither address nor port was ever set (<c>default</c>).</summary>
    public bool IsNone => _high == 0 && _low == 0 && Port == 0;

    /// <summary>Whether the address is <c>0.0.0.0</c> or <c>::</c>, the old way to say hold (RFC 3264 §8.4).</summary>
    public bool IsUnspecified => _high == 0 && (_low == 0 || _low == MappedPrefix);

    /// <summary>Whether the address is a loopback address.</summary>
    public bool IsLoopback => IsIPv4 ? IPv4 >> 24 == 127 : _high == 0 && _low == 1;

    /// <summary>Whether the address is multicast or the IPv4 broadcast address: media is never sent there (threat T15).</summary>
    public bool IsMulticastOrBroadcast => IsIPv4 ? IPv4 >> 28 == 0xE || IPv4 == uint.MaxValue : _high >> 56 == 0xFF;

    /// <summary>Whether the address cannot be reached from the internet: RFC 1918, RFC 6598, link-local, loopback or unique-local.</summary>
    public bool IsPrivate => IsLoopback || (IsIPv4
        ? IPv4 >> 24 == 10 || IPv4 >> 20 == 0xAC1 || IPv4 >> 16 == 0xC0A8 || IPv4 >> 16 == 0xA9FE || IPv4 >> 22 == 0x191
        : _high >> 57 == 0x7E || _high >> 54 == 0x3FA);

    private uint IPv4 => (uint)_low;

    /// <summary>Makes an endpoint from 4 (IPv4) or 16 (IPv6) address bytes in network order; another length gives <c>default</c>.</summary>
    public static MediaEndpoint FromBytes(ReadOnlySpan<byte> address, ushort port) => address.Length switch
    {
        4 => new MediaEndpoint(0, MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(address), port),
        16 => new MediaEndpoint(BinaryPrimitives.ReadUInt64BigEndian(address), BinaryPrimitives.ReadUInt64BigEndian(address[8..]), port),
        _ => default,
    };

    /// <summary>Makes an endpoint from an <see cref="IPAddress"/>; a scope id is not kept.</summary>
    public static MediaEndpoint FromAddress(IPAddress address, ushort port)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out var length) ? FromBytes(bytes[..length], port) : default;
    }

    /// <summary>Reads a numeric IPv4 or IPv6 address; false for names, so that no SDP makes us ask a resolver.</summary>
    public static bool TryParse(ReadOnlySpan<char> address, ushort port, out MediaEndpoint endpoint)
    {
        // IPAddress.TryParse also takes "1" and "0x7f.1": an SDP address is four dotted numbers (RFC 8866 §9, IP4-address).
        if ((address.Contains(':') || address.Count('.') == 3) && !address.ContainsAny('x', 'X', '[') && IPAddress.TryParse(address, out var ip))
        {
            endpoint = FromAddress(ip, port);
            return true;
        }

        endpoint = default;
        return false;
    }

    /// <summary>Writes the address bytes in network order: 4 for IPv4, else 16; returns how many. The span holds at least 16.</summary>
    public int WriteAddress(Span<byte> destination)
    {
        if (IsIPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, IPv4);
            return 4;
        }

        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _low);
        return 16;
    }

    /// <summary>The same address with another port.</summary>
    public MediaEndpoint WithPort(ushort port) => new(_high, _low, port);

    /// <summary>Whether both have the same IP address, whatever the port.</summary>
    public bool SameAddress(in MediaEndpoint other) => _high == other._high && _low == other._low;

    /// <summary>The address as <see cref="IPAddress"/> (allocates; for logs and set-up, not for packets).</summary>
    public IPAddress ToAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        return new IPAddress(bytes[..WriteAddress(bytes)]);
    }

    /// <summary>The numeric address without port, as SDP writes it.</summary>
    public string AddressText => ToAddress().ToString();

    /// <inheritdoc/>
    public bool Equals(MediaEndpoint other) => _low == other._low && _high == other._high && Port == other.Port;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MediaEndpoint other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_high, _low, Port);

    /// <summary>Whether address and port are equal.</summary>
    public static bool operator ==(MediaEndpoint left, MediaEndpoint right) => left.Equals(right);

    /// <summary>Whether address or port differ.</summary>
    public static bool operator !=(MediaEndpoint left, MediaEndpoint right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => new IPEndPoint(ToAddress(), Port).ToString();
}
