using RtcCluster.Edge.Http.Authentication;

namespace RtcCluster.Edge.Http.Sharing;

/// <summary>Slows down those who guess secrets of links, or passwords of one.</summary>
/// <remarks>Counts of its own: who mistypes a password here is not kept from signing in.</remarks>
internal sealed class ShareGuard(TimeProvider time)
{
    private const string Secrets = "secret";

    private readonly SignInGuard _failures = new(time);

    /// <summary>Seconds to wait before another secret is tried; 0 when it may be now.</summary>
    public int WaitSeconds(string address) => _failures.WaitSeconds(address, Secrets);

    /// <summary>Seconds to wait before another password of a link is tried.</summary>
    public int WaitSeconds(string address, string link) => _failures.WaitSeconds(address, link);

    public void UnknownSecret(string address) => _failures.Failed(address, Secrets);

    public void WrongPassword(string address, string link) => _failures.Failed(address, link);
}
