using RtcCluster.Contracts.Calls;

namespace RtcCluster.Grains.Calls;

/// <summary>The one answer that a caller gets when several targets failed. RFC 3261 §16.7 steps 6 and 7.</summary>
internal static class BestFailure
{
    /// <summary>Chooses among at least one failure; the first of equals wins.</summary>
    public static CallFailure Of(IReadOnlyList<CallFailure> failures)
    {
        var best = failures[0];
        foreach (var failure in failures)
        {
            if (Rank(failure.SipCode) < Rank(best.SipCode))
            {
                best = failure;
            }
        }

        return best.SipCode switch
        {
            // §16.7 step 7: a challenge reaches the caller only with its credentials' realm, and ours are not the caller's.
            401 or 407 => best with { SipCode = 500, Text = "The far end wants credentials that we do not have.", Q850 = 21 },
            // §16.7 step 6: 503 speaks of one server, not of the person who is called.
            503 => best with { SipCode = 500 },
            _ => best,
        };
    }

    // 6xx speaks for the person wherever they are; then the lowest class, and in 4xx the responses that tell the caller what to change.
    private static int Rank(int code) => code switch
    {
        >= 600 => 0,
        401 or 407 or 415 or 420 or 484 => 400,
        >= 400 and < 500 => 401,
        503 => 599,
        _ => code / 100 * 100,
    };
}
