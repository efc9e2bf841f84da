using RtcCluster.Media.Addresses;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Tests.Ice;

/// <summary>A browser's side of connectivity checks, as far as a lite agent sees it: each check is written by hand.</summary>
internal sealed class Browser
{
    public const uint BestPriority = 1845501695;

    private readonly byte[] _packet = new byte[300];
    private ulong _transactions;

    public static IceFlow Home { get; } = At("192.0.2.10", 50000);

    public static IceFlow Cellular { get; } = At("198.51.100.77", 41000);

    public static IceCredentials Edge { get; } = Credentials(1);

    public static IceFlow At(string address, ushort port) =>
        MediaEndpoint.TryParse(address, port, out var endpoint) ? new IceFlow(endpoint) : throw new ArgumentException(address, nameof(address));

    public static IceCredentials Credentials(int seed)
    {
        var random = new byte[IceCredentials.RandomLength];
        new Random(seed).NextBytes(random);
        return IceCredentials.FromRandom(random);
    }

    /// <summary>A check for the edge, as the options say.</summary>
    public ReadOnlySpan<byte> Check(IceCredentials edge, bool nominate = true, uint priority = BestPriority, StunIntegrity integrity = StunIntegrity.Sha1, string? password = null)
    {
        var writer = Begin(StunClass.Request);
        writer.Username(edge.UfragBytes, "brow"u8);
        writer.IceControlling(7);
        if (nominate)
        {
            writer.UseCandidate();
        }

        writer.Priority(priority);
        writer.Integrity(integrity, password is null ? edge.Key : System.Text.Encoding.ASCII.GetBytes(password));
        writer.Fingerprint();
        return _packet.AsSpan(0, writer.Length);
    }

    /// <summary>A check that claims the edge's role.</summary>
    public ReadOnlySpan<byte> ControlledCheck(IceCredentials edge)
    {
        var writer = Begin(StunClass.Request);
        writer.Username(edge.UfragBytes, "brow"u8);
        writer.IceControlled(0);
        writer.UseCandidate();
        writer.Integrity(StunIntegrity.Sha1, edge.Key);
        writer.Fingerprint();
        return _packet.AsSpan(0, writer.Length);
    }

    /// <summary>A check without what the flags leave out.</summary>
    public ReadOnlySpan<byte> Incomplete(IceCredentials edge, bool username = true, bool integrity = true, bool fingerprint = true, StunClass kind = StunClass.Request)
    {
        var writer = Begin(kind);
        if (username)
        {
            writer.Username(edge.UfragBytes, "brow"u8);
        }

        if (integrity)
        {
            writer.Integrity(StunIntegrity.Sha1, edge.Key);
        }

        if (fingerprint)
        {
            writer.Fingerprint();
        }

        return _packet.AsSpan(0, writer.Length);
    }

    private StunWriter Begin(StunClass kind)
    {
        var transaction = new byte[StunReader.TransactionIdLength];
        BitConverter.TryWriteBytes(transaction, ++_transactions);
        return new StunWriter(_packet, kind, transaction);
    }
}
