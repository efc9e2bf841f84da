using System.Globalization;
using RtcCluster.Contracts.Calls;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;

namespace RtcCluster.Edge.Calls;

/// <summary>The ends of legs in the words of SIP and in those of the call: status codes, Reason headers (RFC 3326), causes.</summary>
internal static class LegEnds
{
    /// <summary>The value of a Reason header.</summary>
    public static string ReasonOf(EndCause cause) => cause.Kind switch
    {
        EndKind.AnsweredElsewhere => "SIP ;cause=200 ;text=\"Call completed elsewhere\"",
        EndKind.RingTimeout => "SIP ;cause=480 ;text=\"No answer\"",
        EndKind.Shutdown => "SIP ;cause=503 ;text=\"Shutdown\"",
        EndKind.MediaLost => "Q.850 ;cause=27 ;text=\"No media\"",
        EndKind.EdgeLost => "SIP ;cause=503 ;text=\"Process lost\"",
        _ when cause.Q850 is { } q850 => string.Create(CultureInfo.InvariantCulture, $"Q.850 ;cause={q850}{Text(cause.Text)}"),
        _ when cause.SipCode is { } code => string.Create(CultureInfo.InvariantCulture, $"SIP ;cause={code}{Text(cause.Text)}"),
        _ => "Q.850 ;cause=16 ;text=\"Normal call clearing\"",
    };

    /// <summary>The code that refuses an incoming leg which was not answered yet.</summary>
    public static int CodeOf(EndCause cause) => cause switch
    {
        { SipCode: >= 400 and <= 699 and var code } => code,
        { Kind: EndKind.Shutdown or EndKind.EdgeLost } => 503,
        { Kind: EndKind.RingTimeout } => 480,
        { Kind: EndKind.Administrative } => 603,
        _ => 480,
    };

    /// <summary>The headers of a refusal.</summary>
    public static IReadOnlyList<AddedHeader> HeadersOf(CallFailure failure)
    {
        var headers = new List<AddedHeader>(2);
        if (failure.RetryAfterSeconds is { } seconds)
        {
            headers.Add(new AddedHeader("Retry-After", seconds.ToString(CultureInfo.InvariantCulture)));
        }

        if (failure.Q850 is { } q850)
        {
            headers.Add(new AddedHeader("Reason", string.Create(CultureInfo.InvariantCulture, $"Q.850 ;cause={q850}{Text(failure.Text)}")));
        }

        return headers;
    }

    /// <summary>Why an outgoing leg failed.</summary>
    public static CallFailure FailureOf(LegEnd end)
    {
        var result = end.Code switch
        {
            486 or 600 => CallResult.Busy,
            603 or 403 => CallResult.Declined,
            404 or 604 => CallResult.NoSuchNumber,
            480 or 410 => CallResult.Unavailable,
            408 when end.By == LegEndBy.TimeOut => CallResult.Unavailable,
            408 => CallResult.NoAnswer,
            487 => CallResult.Cancelled,
            _ => CallResult.Failed,
        };
        var retrySafe = end.By is LegEndBy.TimeOut or LegEndBy.Transport || end.Code is 408 or >= 500 and < 600;
        return new CallFailure(
            end.Code is >= 400 and <= 699 ? end.Code : 502,
            end.ReasonPhrase.Length > 0 ? end.ReasonPhrase : "The call failed",
            end.Q850Cause > 0 ? end.Q850Cause : null,
            result,
            retrySafe,
            end.RetryAfter > TimeSpan.Zero ? (int)end.RetryAfter.TotalSeconds : null);
    }

    /// <summary>Why an answered or incoming leg ended.</summary>
    public static EndCause CauseOf(LegEnd end)
    {
        var kind = end switch
        {
            { By: LegEndBy.Remote } => EndKind.Hangup,
            { By: LegEndBy.TimeOut, ReasonPhrase: "Session expired" } => EndKind.SessionExpired,
            _ => EndKind.Failed,
        };
        return new EndCause(kind, end.Code, end.Q850Cause > 0 ? end.Q850Cause : null, end.ReasonPhrase);
    }

    // The text comes from grains and peers: quotes and line ends would end the value early.
    private static string Text(string? text) =>
        string.IsNullOrEmpty(text) ? "" : $" ;text=\"{text.Replace("\\", "", StringComparison.Ordinal).Replace("\"", "'", StringComparison.Ordinal).ReplaceLineEndings(" ")}\"";
}
