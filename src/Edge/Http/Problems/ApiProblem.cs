using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Edge.Http.Problems;

/// <summary>The errors that the API answers with, as Problem Details (RFC 9457) with a stable <c>code</c>.</summary>
internal static class ApiProblem
{
    public static ProblemHttpResult NotFound(string what) =>
        Make(StatusCodes.Status404NotFound, "not-found", $"There is no such {what}.");

    public static ProblemHttpResult Forbidden(string why) =>
        Make(StatusCodes.Status403Forbidden, "forbidden", why);

    public static ProblemHttpResult Invalid(string why) =>
        Make(StatusCodes.Status400BadRequest, "invalid", why);

    public static ProblemHttpResult Conflict(string why) =>
        Make(StatusCodes.Status409Conflict, "conflict", why);

    /// <summary>One answer for unknown, disabled, locked and wrong, so that nobody learns which accounts exist.</summary>
    public static ProblemHttpResult BadCredentials() =>
        Make(StatusCodes.Status401Unauthorized, "bad-credentials", "E-mail address or password is not right.");

    /// <summary>Whoever failed too often waits, and is told for how long.</summary>
    public static ProblemHttpResult TooManyAttempts(HttpContext context, int seconds)
    {
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Make(StatusCodes.Status429TooManyRequests, "too-many-attempts", $"Too many failed attempts; wait {seconds} seconds.");
    }

    public static ProblemHttpResult Of(CallFailure failure) =>
        TypedResults.Problem(
            failure.Text,
            statusCode: failure.SipCode == 503 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status422UnprocessableEntity,
            extensions: new Dictionary<string, object?> { ["code"] = "call-failed", ["sipCode"] = failure.SipCode, ["result"] = failure.Result });

    public static ProblemHttpResult? Of(ConfigureReceipt receipt, string what) => receipt.Status switch
    {
        ConfigureStatus.Saved => null,
        ConfigureStatus.NotFound => NotFound(what),
        ConfigureStatus.Conflict => Conflict(receipt.Problem ?? $"The {what} was changed by somebody else; read it again."),
        ConfigureStatus.NoSeat => Make(StatusCodes.Status409Conflict, "no-seat", receipt.Problem ?? "All seats are taken."),
        _ => Invalid(receipt.Problem ?? "A value is not acceptable."),
    };

    public static ProblemHttpResult? Of(IntentReceipt receipt) => receipt.Status switch
    {
        IntentStatus.Accepted => null,
        IntentStatus.NotFound => NotFound("call"),
        IntentStatus.Forbidden => Forbidden(receipt.Text ?? "You take no part in this call."),
        IntentStatus.Unreachable => Make(StatusCodes.Status422UnprocessableEntity, "unreachable", receipt.Text ?? "The target cannot be reached."),
        IntentStatus.Unavailable => Make(StatusCodes.Status503ServiceUnavailable, "unavailable", receipt.Text ?? "It cannot be done at present; try again."),
        _ => Conflict(receipt.Text ?? "The call is not in a state for that."),
    };

    public static ProblemHttpResult Make(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
