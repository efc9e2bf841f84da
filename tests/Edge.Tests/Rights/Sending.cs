using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace RtcCluster.Edge.Tests.Rights;

/// <summary>What was answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Text">The body.</param>
/// <param name="Queries">What it asked of the database.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record Answer(int Status, string Text, IReadOnlyList<string> Queries, double Milliseconds);

/// <summary>Sends rows.</summary>
internal static class Sending
{
    /// <summary>Sends a row with ids in the places of their kinds; whoever has no client has no token.</summary>
    public static async Task<Answer> SendAsync(this Row row, Uri web, HttpClient? http, Func<string, string> id, SqlTrail? trail = null)
    {
        var path = Templates.Fill(row.Route, kind => Uri.EscapeDataString(id(kind)));
        using var anonymous = http is null ? new HttpClient { BaseAddress = web } : null;
        using var request = new HttpRequestMessage(new HttpMethod(row.Method), new Uri($"api/v1/{path}", UriKind.Relative));
        request.Content = row.Body switch
        {
            byte[] sound => new ByteArrayContent(sound) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } },
            string json => new StringContent(Templates.Fill(json, id), Encoding.UTF8, "application/json"),
            TextFile file => new StringContent(Templates.Fill(file.Text, id), Encoding.UTF8, file.Type),
            _ => null,
        };
        var (header, trace) = SqlTrail.Begin();
        request.Headers.TryAddWithoutValidation("traceparent", header);
        var clock = Stopwatch.StartNew();
        using var answer = await (http ?? anonymous!).SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var elapsed = clock.Elapsed.TotalMilliseconds;
        Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
        return new Answer((int)answer.StatusCode, text, trail?.Of(trace) ?? [], elapsed);
    }
}
