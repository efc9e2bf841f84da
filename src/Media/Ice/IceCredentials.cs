using System.Buffers;
using System.Text;

namespace RtcCluster.Media.Ice;

/// <summary>User name fragment and password of one agent for one ICE session. RFC 8445 §5.3, RFC 8839 §5.4.</summary>
public sealed class IceCredentials
{
    /// <summary>Random bytes that <see cref="FromRandom"/> takes: 48 bits of fragment (24 wanted), 144 bits of password (128 wanted).</summary>
    public const int RandomLength = UfragRandom + PasswordRandom;

    /// <summary>Characters of a fragment of ours.</summary>
    public const int OwnUfragLength = 8;

    private const int UfragRandom = 6;
    private const int PasswordRandom = 18;
    private const int MaxLength = 256;
    private const int MinUfrag = 4;
    private const int MinPassword = 22;

    // ice-char: letters, digits, + and /, which is the alphabet of base64.
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    private readonly byte[] _ufrag;
    private readonly byte[] _password;

    private IceCredentials(string ufrag, string password)
    {
        Ufrag = ufrag;
        Password = password;
        _ufrag = Encoding.ASCII.GetBytes(ufrag);
        _password = Encoding.ASCII.GetBytes(password);
    }

    /// <summary>The user name fragment: tells legs apart, is no secret.</summary>
    public string Ufrag { get; }

    /// <summary>The password: whoever knows it may move the leg's media. Never logged.</summary>
    public string Password { get; }

    /// <summary>The fragment in ASCII.</summary>
    public ReadOnlySpan<byte> UfragBytes => _ufrag;

    /// <summary>The password in ASCII: the key of the integrity hashes (RFC 8489 §9.1.1).</summary>
    public ReadOnlySpan<byte> Key => _password;

    /// <summary>Makes credentials of ours from the host's random source.</summary>
    /// <param name="random"><see cref="RandomLength"/> unpredictable bytes.</param>
    public static IceCredentials FromRandom(ReadOnlySpan<byte> random)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(random.Length, RandomLength);
        return new IceCredentials(Convert.ToBase64String(random[..UfragRandom]), Convert.ToBase64String(random[UfragRandom..]));
    }

    /// <summary>Takes what a peer sent; false when a length or a character is not allowed.</summary>
    public static bool TryMake(string? ufrag, string? password, out IceCredentials? credentials)
    {
        var isGood = ufrag is { Length: >= MinUfrag and <= MaxLength } && password is { Length: >= MinPassword and <= MaxLength }
            && !ufrag.AsSpan().ContainsAnyExcept(Alphabet) && !password.AsSpan().ContainsAnyExcept(Alphabet);
        credentials = isGood ? new IceCredentials(ufrag!, password!) : null;
        return isGood;
    }

    /// <summary>The fragment alone.</summary>
    public override string ToString() => Ufrag;
}
