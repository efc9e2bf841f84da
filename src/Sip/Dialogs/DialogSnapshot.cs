using System.Buffers.Binary;
using System.Net;
using System.Text;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Dialogs;

/// <summary>A confirmed dialog as bytes, so that another edge can carry on with it. The bytes begin with a version.</summary>
/// <remarks>
/// Layout of version 1: version byte, flags byte, then numbers as big-endian 32 bits and strings as 32-bit length and UTF-8. A later version only appends,
/// so that an edge that is one version behind reads what it knows.
/// </remarks>
public sealed record DialogSnapshot
{
    private const byte Version = 1;
    private const int MaxText = 16_384;
    private const int MaxRoutes = 64;

    /// <summary>Call-ID.</summary>
    public required string CallId { get; init; }

    /// <summary>Our tag.</summary>
    public required string LocalTag { get; init; }

    /// <summary>The peer's tag.</summary>
    public required string RemoteTag { get; init; }

    /// <summary>Our From or To value.</summary>
    public required string LocalParty { get; init; }

    /// <summary>The peer's From or To value.</summary>
    public required string RemoteParty { get; init; }

    /// <summary>User part of our Contact.</summary>
    public required string Token { get; init; }

    /// <summary>The peer's Contact URI.</summary>
    public required string RemoteTarget { get; init; }

    /// <summary>Route set, next hop first.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>The last number that we used.</summary>
    public uint LocalCSeq { get; init; }

    /// <summary>The last number that the peer used; null when it sent no request.</summary>
    public uint? RemoteCSeq { get; init; }

    /// <summary>Whether we sent the INVITE.</summary>
    public bool OwnsCallId { get; init; }

    /// <summary>Whether the peer takes UPDATE.</summary>
    public bool AllowsUpdate { get; init; }

    /// <summary>Whether the peer supports session timers.</summary>
    public bool SupportsTimer { get; init; }

    /// <summary>The last offer or answer that we sent.</summary>
    public ReadOnlyMemory<byte> LocalBody { get; init; }

    /// <summary>The session timer's terms.</summary>
    public SessionTerms Session { get; init; }

    /// <summary>Where the peer's last message came from, as <c>address:port</c>; empty when unknown.</summary>
    public string Remote { get; init; } = "";

    /// <summary>By which transport.</summary>
    public SipTransport Transport { get; init; }

    /// <summary>
    /// Whether the peer is reached by the way that its messages come and by no other: a connection that it opened, or a NAT, which shows itself by a Contact that cannot be
    /// meant for us. A firewall shows itself by nothing.
    /// </summary>
    public bool IsHidden => Transport != SipTransport.Udp || (Routes.Count == 0 && IsBehindNat);

    private bool IsBehindNat =>
        IPEndPoint.TryParse(Remote, out var remote)
        && SipUri.TryParse(Encoding.UTF8.GetBytes(RemoteTarget), out var contact)
        && IPAddress.TryParse(Encoding.UTF8.GetString(contact.Address), out var address)
        && Nat.Hides(address, remote.Address);

    /// <summary>Writes the bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new List<byte>(512) { Version, Flags };
        Write(bytes, LocalCSeq);
        Write(bytes, RemoteCSeq ?? 0);
        Write(bytes, (uint)Session.Interval.TotalSeconds);
        bytes.Add((byte)Session.Refresher);
        bytes.Add((byte)Transport);
        foreach (var text in (ReadOnlySpan<string>)[CallId, LocalTag, RemoteTag, LocalParty, RemoteParty, Token, RemoteTarget, Remote])
        {
            Write(bytes, Encoding.UTF8.GetBytes(text));
        }

        Write(bytes, LocalBody.Span);
        Write(bytes, (uint)Routes.Count);
        foreach (var route in Routes)
        {
            Write(bytes, Encoding.UTF8.GetBytes(route));
        }

        return [.. bytes];
    }

    /// <summary>Reads the bytes; false when they are not a snapshot of this version or a later one.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="snapshot">The snapshot.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out DialogSnapshot? snapshot)
    {
        snapshot = null;
        if (bytes.Length < 16 || bytes[0] < Version)
        {
            return false;
        }

        var flags = bytes[1];
        var local = BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);
        var remote = BinaryPrimitives.ReadUInt32BigEndian(bytes[6..]);
        var interval = TimeSpan.FromSeconds(BinaryPrimitives.ReadUInt32BigEndian(bytes[10..]));
        var refresher = (Refresher)bytes[14];
        var transport = (SipTransport)bytes[15];
        bytes = bytes[16..];
        Span<string> texts = ["", "", "", "", "", "", "", ""];
        foreach (ref var text in texts)
        {
            if (!TryRead(ref bytes, out var field))
            {
                return false;
            }

            text = Encoding.UTF8.GetString(field);
        }

        if (!TryRead(ref bytes, out var body) || !TryReadRoutes(ref bytes, out var routes) || !Enum.IsDefined(refresher) || !Enum.IsDefined(transport))
        {
            return false;
        }

        snapshot = new DialogSnapshot
        {
            CallId = texts[0],
            LocalTag = texts[1],
            RemoteTag = texts[2],
            LocalParty = texts[3],
            RemoteParty = texts[4],
            Token = texts[5],
            RemoteTarget = texts[6],
            Remote = texts[7],
            LocalBody = body.ToArray(),
            Routes = routes,
            LocalCSeq = local,
            RemoteCSeq = (flags & 8) != 0 ? remote : null,
            OwnsCallId = (flags & 1) != 0,
            AllowsUpdate = (flags & 2) != 0,
            SupportsTimer = (flags & 4) != 0,
            Session = new SessionTerms(interval, refresher),
            Transport = transport,
        };
        return true;
    }

    private byte Flags => (byte)((OwnsCallId ? 1 : 0) | (AllowsUpdate ? 2 : 0) | (SupportsTimer ? 4 : 0) | (RemoteCSeq is null ? 0 : 8));

    private static void Write(List<byte> bytes, uint number)
    {
        Span<byte> big = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(big, number);
        bytes.AddRange(big);
    }

    private static void Write(List<byte> bytes, ReadOnlySpan<byte> field)
    {
        Write(bytes, (uint)field.Length);
        bytes.AddRange(field);
    }

    private static bool TryRead(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> field)
    {
        field = default;
        if (bytes.Length < 4)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (length > MaxText * 4 || length > bytes.Length - 4)
        {
            return false;
        }

        field = bytes.Slice(4, (int)length);
        bytes = bytes[(4 + (int)length)..];
        return true;
    }

    private static bool TryReadRoutes(ref ReadOnlySpan<byte> bytes, out List<string> routes)
    {
        routes = [];
        if (bytes.Length < 4)
        {
            return false;
        }

        var count = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        bytes = bytes[4..];
        if (count > MaxRoutes)
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            if (!TryRead(ref bytes, out var route))
            {
                return false;
            }

            routes.Add(Encoding.UTF8.GetString(route));
        }

        return true;
    }
}
