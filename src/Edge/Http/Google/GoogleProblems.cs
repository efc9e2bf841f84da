using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using RtcCluster.Contracts.Google;
using RtcCluster.Edge.Http.Problems;

namespace RtcCluster.Edge.Http.Google;

/// <summary>How connecting an account of Google is refused.</summary>
internal static class GoogleProblems
{
    private const string RetryAfterSeconds = "5";

    /// <summary>Google is not set up.</summary>
    public static ProblemHttpResult NotOffered() => ApiProblem.NotFound("connection with Google (Google:ClientId)");

    /// <summary>One answer for a forged, an old and a foreign one; the reason is in the log.</summary>
    public static ProblemHttpResult Refused() => ApiProblem.Make(StatusCodes.Status401Unauthorized, "google-refused", "The account could not be proven; begin again.");

    /// <summary>Why what a user asked of Google was not done.</summary>
    public static ProblemHttpResult Of(HttpContext context, GoogleAnswer answer)
    {
        if (answer.RetryAfter is { } wait)
        {
            context.Response.Headers[HeaderNames.RetryAfter] = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        var (status, text) = answer.Reason switch
        {
            "unconnected" => (StatusCodes.Status409Conflict, "Connect your account of Google in the settings first."),
            "scope" => (StatusCodes.Status403Forbidden, "You did not allow it. Connect Google again and allow it."),
            "revoked" => (StatusCodes.Status409Conflict, "Google no longer gives access to your account. Connect it again."),
            "disabled" => (StatusCodes.Status409Conflict, "Google does not allow it for your company."),
            "throttled" => (StatusCodes.Status429TooManyRequests, "Google asks to wait."),
            "away" => (StatusCodes.Status503ServiceUnavailable, "Google does not answer; try again."),
            _ => (StatusCodes.Status409Conflict, "Google did not take it."),
        };
        return ApiProblem.Make(status, $"google-{answer.Reason}", text);
    }

    /// <summary>Asks for what somebody waits for. Where no answer comes nobody knows whether it was done, as when Google itself gives none: it is not for the caller to ask again unawares.</summary>
    public static async Task<GoogleAnswer> AskAsync(Task<GoogleAnswer> asked)
    {
        try
        {
            return await asked;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException or SiloUnavailableException or OrleansMessageRejectionException)
        {
            return new GoogleAnswer("away");
        }
    }

    /// <summary>Google does not answer.</summary>
    public static ProblemHttpResult Away(HttpContext context)
    {
        context.Response.Headers[HeaderNames.RetryAfter] = RetryAfterSeconds;
        return ApiProblem.Make(StatusCodes.Status503ServiceUnavailable, "google-away", "Google does not answer; try again.");
    }
}
