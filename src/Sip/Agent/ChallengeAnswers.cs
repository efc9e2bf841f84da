using System.Diagnostics.CodeAnalysis;
using RtcCluster.Sip.Digest;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent;

/// <summary>Makes the next try of a request of ours that was challenged (401, 407). RFC 3261 §22.2 and §22.3.</summary>
internal sealed class ChallengeAnswers(AgentContext context)
{
    // A proxy's 407, a user agent's 401, and one stale nonce of each.
    private const int MaxAttempts = 4;
    private readonly DigestClient _client = new(() => context.Random(8));

    /// <summary>Gives the request with credentials; false when no account is configured for the challenger, or our credentials were refused.</summary>
    public bool TryAnswer(ClientTransaction transaction, SipMessage response, uint number, [NotNullWhen(true)] out OutgoingRequest? again)
    {
        again = null;
        if (response.StatusCode is not (401 or 407) || transaction.Attempt >= MaxAttempts)
        {
            return false;
        }

        var proxy = response.StatusCode == 407;
        var name = proxy ? "Proxy-Authorization" : "Authorization";
        var request = transaction.Request;
        var answered = new HashSet<string>();
        var lines = new List<AddedHeader>();
        foreach (var challenge in Challenges(response, proxy))
        {
            // Several challenges of a realm differ in their hash only; several realms are several proxies. RFC 8760 §2.4.
            if (answered.Contains(challenge.Realm) || (!challenge.Stale && HasAnswered(request, name, challenge.Realm)))
            {
                continue;
            }

            if (context.Options.Credentials is not { } accounts || !accounts.TryFind(challenge.Realm, transaction.Flow!.Value.Remote, out var credential))
            {
                context.Counters.ForeignChallenges++;
                continue;
            }

            answered.Add(challenge.Realm);
            lines.Add(new AddedHeader(name, _client.Answer(challenge, credential, SipText.Of(SipMethods.NameOf(request.Method)), request.Uri)));
        }

        if (lines.Count == 0)
        {
            return false;
        }

        var kept = request.Headers.Where(line => line.Name != name || !answered.Any(realm => Names(line.Value, realm)));
        again = request with { CSeq = number, Headers = [.. kept, .. lines] };
        return true;
    }

    private static List<DigestChallenge> Challenges(SipMessage response, bool proxy)
    {
        var challenges = new List<DigestChallenge>();
        foreach (var value in response.Values(proxy ? SipHeader.ProxyAuthenticate : SipHeader.WwwAuthenticate))
        {
            if (DigestChallenge.TryRead(value, out var challenge))
            {
                challenges.Add(challenge);
            }
        }

        return [.. challenges.OrderByDescending(challenge => challenge.Algorithm)];
    }

    private static bool HasAnswered(OutgoingRequest request, string name, string realm) =>
        request.Headers.Any(line => line.Name == name && Names(line.Value, realm));

    private static bool Names(string value, string realm) => value.Contains($"realm=\"{realm}\"", StringComparison.Ordinal);
}
