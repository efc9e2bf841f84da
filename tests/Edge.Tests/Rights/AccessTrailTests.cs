using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Fax;
using RtcCluster.Edge.Media;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Edge.Tests.Media;
using RtcCluster.Media.Fax;
using RtcCluster.Storage.Audits;
using RtcCluster.Storage.Fax;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Voicemail;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Rights;

/// <summary>Whoever hears a recording or a message, looks at a fax or downloads an archive is in the trail: one row for each access, over REST, of things that are really there.</summary>
[Collection(EdgeCollection.Name)]
public sealed class AccessTrailTests(EdgeFixture fixture) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TempFolder _folder = TempFolder.Create("access");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private EdgeUnderTest Edge => fixture.Edge;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EachAccessIsOneRow_AndWhatIsRefusedIsNone()
    {
        await KeepAsync();
        using var agent = await RestClient.SignInAsync(Edge.WebUrl, "agent1@demo.test", "demo");
        using var other = await RestClient.SignInAsync(Edge.WebUrl, "agent2@demo.test", "demo");
        using var supervisor = await RestClient.SignInAsync(Edge.WebUrl, "supervisor@demo.test", "demo");
        var (status, asked) = await agent.PostAsync("api/v1/me/exports");
        Assert.Equal(200, status);
        var archive = JsonDocument.Parse(asked).RootElement.GetProperty("id").GetString();
        await Eventually.IsTrueAsync("the archive", Patience, async () => (await agent.GetAsync<JsonElement>("api/v1/me/exports")).EnumerateArray().Any(export => export.GetProperty("id").GetString() == archive && export.GetProperty("state").GetString() == "ready"));
        var accesses = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (who, path, action) in new[]
        {
            (agent, "recordings/trail-heard/audio", "recording.hear"), (supervisor, "recordings/trail-heard/audio", "recording.hear"), (agent, "recordings/trail-heard/audio", "recording.hear"),
            (agent, "me/voicemail/trail-message/audio", "voicemail.hear"), (agent, "me/voicemail/trail-message/audio", "voicemail.hear"),
            (agent, "me/faxes/trail-page/tiff", "fax.read"), (agent, "me/faxes/trail-page/pdf", "fax.read"), (agent, "me/faxes/trail-page/pages/1", "fax.read"), (agent, "me/faxes/trail-page/pages/1/thumbnail", "fax.read"),
            (agent, $"me/exports/{archive}/file", "export.download"), (agent, $"me/exports/{archive}/file", "export.download"),
        })
        {
            using var answer = await who.Http.GetAsync(new Uri($"api/v1/{path}", UriKind.Relative), Ct);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync(Ct));
            accesses[action] = accesses.GetValueOrDefault(action) + 1;
        }

        // A player that asks for more of what it began has not come again.
        using var rest = new HttpRequestMessage(HttpMethod.Get, "api/v1/recordings/trail-heard/audio") { Headers = { Range = new RangeHeaderValue(100, 199) } };
        using var more = await agent.Http.SendAsync(rest, Ct);
        Assert.Equal(HttpStatusCode.PartialContent, more.StatusCode);
        foreach (var path in new[] { "recordings/trail-heard/audio", "me/voicemail/trail-message/audio", "me/faxes/trail-page/pdf", $"me/exports/{archive}/file" })
        {
            using var refused = await other.Http.GetAsync(new Uri($"api/v1/{path}", UriKind.Relative), Ct);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }

        // The house is that of others too: rows of these things.
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (action, target) in new[] { ("recording.hear", "trail-heard"), ("voicemail.hear", "trail-message"), ("fax.read", "trail-page"), ("export.download", archive!) })
        {
            rows[action] = (await Edge.Services.GetRequiredService<IAuditLog>().ListAsync(new AuditFilter { TenantId = "demo", Action = action, Target = target }, limit: 500, ct: Ct)).Items.Count(entry => entry.Row.Target == target);
        }

        Assert.Equal(accesses.OrderBy(static each => each.Key, StringComparer.Ordinal), rows.OrderBy(static each => each.Key, StringComparer.Ordinal));
    }

    // A recording, a message and a fax of the first agent, stored as calls store them.
    private async Task KeepAsync()
    {
        var (vault, now) = (Edge.Services.GetRequiredService<RecordingVault>(), DateTimeOffset.UtcNow);
        await using var spooler = new RecordingSpooler(
            vault, new SpoolerSettings { DataPath = _folder.Path, Edge = "edge-1", SpoolLimit = 1L << 30, Salvaged = static _ => Task.CompletedTask }, TestMeters.Metrics(), NullLogger<RecordingSpooler>.Instance);
        spooler.Start();
        foreach (var (name, prefix) in new[] { ("trail-heard", "recordings/demo/trail-heard/"), ("trail-message", "voicemail/demo/trail-message/") })
        {
            var upload = new RecordingUpload(new CallId($"demo/call-{name}"), new RecordingId($"demo/{name}"), prefix, 1, now.AddMinutes(-2), static _ => { });
            Tape.Play(upload, spooler);
            await spooler.CloseAsync(upload, Patience);
            Assert.True(upload.IsComplete, name);
        }

        await Edge.Services.GetRequiredService<FaxOutbox>().StoreAsync(new RecordingId("demo/trail-page"), "fax/demo/trail-page/", [new FaxPage(FaxPage.A4Width, 20, FaxPage.FaxDotsPerInch, FaxPage.FineRowsPerInch, [.. Enumerable.Repeat((byte)1, 216 * 20)])], Ct);
        await Edge.Services.GetRequiredService<IHistoryWriter>().WriteAsync(
            new CallHistory
            {
                Entry = new CallLogEntry
                {
                    CallId = "demo/call-trail-heard", TenantId = "demo", LedgerNumber = 1, StartedAt = now.AddMinutes(-2), EndedAt = now.AddMinutes(-1), FromNumber = "+573001234567", ToNumber = "1001",
                    Participants = ["demo/agent1"], RecordingIds = ["demo/trail-heard"],
                },
                Recordings =
                [
                    new RecordingEntry
                    {
                        Id = "demo/trail-heard", TenantId = "demo", CallId = "demo/call-trail-heard", LedgerNumber = 1, StartedAt = now.AddMinutes(-2), EndedAt = now.AddMinutes(-1), BlobPrefix = "recordings/demo/trail-heard/",
                        RetainUntil = now.AddDays(90), State = RecordingState.Complete, Participants = ["demo/agent1"],
                    },
                ],
            },
            Ct);
        await Edge.Services.GetRequiredService<IVoicemailStore>().AddAsync(
            new VoicemailMessage
            {
                Id = "demo/trail-message", TenantId = "demo", OwnerId = "demo/agent1", CallId = "demo/call-trail-message", FromNumber = "+573001234567", At = now.AddMinutes(-1), DurationMilliseconds = 5_000,
                BlobPrefix = "voicemail/demo/trail-message/", RetainUntil = now.AddDays(90),
            },
            Ct);
        await Edge.Services.GetRequiredService<IFaxStore>().AddAsync(
            new FaxMessage
            {
                Id = "demo/trail-page", TenantId = "demo", OwnerId = "demo/agent1", CallId = "demo/call-trail-page", Direction = FaxDirection.In, State = FaxState.Received, Number = "+573001234567", Pages = 1, At = now,
                BlobPrefix = "fax/demo/trail-page/", RetainUntil = now.AddDays(90),
            },
            Ct);
    }
}
