using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using RtcCluster.Edge.Http.Problems;

namespace RtcCluster.Edge.Http.Issuers;

/// <summary>How signing in with an account elsewhere is refused.</summary>
internal static class IssuerProblems
{
    private const string RetryAfterSeconds = "5";

    /// <summary>No issuer is set.</summary>
    public static ProblemHttpResult NoIssuer() => ApiProblem.NotFound("way to sign in");

    /// <summary>One answer for a forged, an old and a foreign one; the reason is in the log and the counter.</summary>
    public static ProblemHttpResult Refused() =>
        ApiProblem.Make(StatusCodes.Status401Unauthorized, "issuer-refused", "The sign-in could not be proven, or its account may not sign in here; begin again.");

    /// <summary>The account is good and nobody's here.</summary>
    public static ProblemHttpResult NoAccount() =>
        ApiProblem.Make(StatusCodes.Status403Forbidden, "no-account", "Nobody here has this account. Sign in with your password and link it in the settings, or ask your administrator.");

    /// <summary>The issuer does not answer.</summary>
    public static ProblemHttpResult Away(HttpContext context)
    {
        context.Response.Headers[HeaderNames.RetryAfter] = RetryAfterSeconds;
        return ApiProblem.Make(StatusCodes.Status503ServiceUnavailable, "issuer-away", "The issuer of the account does not answer; try again, or sign in with your password.");
    }
}
