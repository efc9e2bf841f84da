using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.Audits;

/// <summary>What is signed and hashed of an audit row. Nothing here may change: every row that was ever written is checked with it.</summary>
internal static class AuditSeal
{
    /// <summary>What stands where the first link has no link before it.</summary>
    public const string Nothing = "";

    private const char Between = '.';

    /// <summary>The key's id and its signature over the row; whoever writes a row past the cluster's processes has none to give.</summary>
    public static string Sign(AuditRow row, SigningKeys keys)
    {
        var signature = keys.Sign(Content(row), out var id);
        return id + Between + Base64Url.EncodeToString(signature);
    }

    /// <summary>Whether the row is as a process of the cluster wrote it; null when the key is not known here.</summary>
    public static bool? IsSigned(AuditRow row, SigningKeys keys)
    {
        if (row.Signature.Split(Between) is not [var id, var text])
        {
            return false;
        }

        try
        {
            return keys.Verify(id, Content(row), Base64Url.DecodeFromChars(text));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>The hash of a link: over the one before it, its number, the row and the row's signature.</summary>
    public static string Link(string before, long number, AuditRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, "rtc-audit-link-1");
        Add(hash, before);
        Add(hash, number);
        hash.AppendData(Content(row));
        Add(hash, row.Signature);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Each text with its length before it: no two rows have the same bytes.
    private static byte[] Content(AuditRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, "rtc-audit-row-1");
        Add(hash, row.TenantId);
        Add(hash, row.EntryId);
        Add(hash, row.At.ToUnixTimeMilliseconds());
        Add(hash, row.Actor);
        Add(hash, row.Action);
        Add(hash, row.Target);
        Add(hash, row.Address);
        Add(hash, row.Detail);
        return hash.GetHashAndReset();
    }

    private static void Add(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Add(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Add(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
