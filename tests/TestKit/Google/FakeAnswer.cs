using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace RtcCluster.TestKit.Google;

/// <summary>An answer of one of Google's APIs.</summary>
internal sealed record FakeAnswer(int Status, JsonObject Body, TimeSpan? RetryAfter = null, string? Location = null)
{
    public static FakeAnswer Ok(JsonObject body) => new(200, body);

    /// <summary>An error as google.rpc.Status and google.rpc.ErrorInfo describe it.</summary>
    public static FakeAnswer Error(int status, string name, string reason = "") => new(
        status,
        new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["code"] = status,
                ["message"] = name,
                ["status"] = name,
                ["details"] = reason.Length == 0 ? [] : new JsonArray(new JsonObject { ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo", ["reason"] = reason, ["domain"] = "googleapis.com" }),
            },
        });

    public static FakeAnswer Throttled(TimeSpan wait) => Error(429, "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED") with { RetryAfter = wait };

    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        if (RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (Location is not null)
        {
            context.Response.Headers.Location = Location;
            return;
        }

        context.Response.ContentType = "application/json; charset=UTF-8";
        await context.Response.WriteAsync(Body.ToJsonString());
    }
}
