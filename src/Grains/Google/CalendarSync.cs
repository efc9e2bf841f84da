using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using RtcCluster.Contracts.Users;
using RtcCluster.Storage.Google;

namespace RtcCluster.Grains.Google;

/// <summary>Reads when a user is engaged (Calendar API v3, freeBusy): times alone, of the user's own calendar. What the user does then, nobody learns.</summary>
internal sealed class CalendarSync(IOptions<GoogleRules> rules, IGoogleStore store, TimeProvider time)
{
    private const string Api = "calendar";
    private const int Most = 200;

    // Long enough for what is known to serve while Google is away.
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    /// <summary>Reads; what is wrong with it is noted in the account, and nothing else is held up.</summary>
    /// <param name="run">The account.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>When the user is engaged; null when nobody knows.</returns>
    public async Task<IReadOnlyList<Engagement>?> RunAsync(GoogleRun run, CancellationToken ct)
    {
        try
        {
            var read = await ReadAsync(run.Session, ct);
            await NoteAsync(run, null, ct);
            return read;
        }
        catch (GoogleException e) when (e.Fault != GoogleFault.Revoked)
        {
            await NoteAsync(run, e, ct);
            return null;
        }
    }

    private async Task<IReadOnlyList<Engagement>> ReadAsync(GoogleSession session, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var asked = new JsonObject { ["timeMin"] = Text(now), ["timeMax"] = Text(now + Ahead), ["items"] = new JsonArray(new JsonObject { ["id"] = "primary" }) };
        var answer = await session.AskAsync(Api, HttpMethod.Post, rules.Value.At(rules.Value.CalendarAddress, "calendar/v3/freeBusy"), asked, ct);
        var calendar = (answer["calendars"] as JsonObject)?["primary"];
        if (calendar.List("errors").FirstOrDefault() is { } error)
        {
            throw new GoogleException(GoogleFault.Disabled, error.Text("reason") ?? "");
        }

        return [.. calendar.List("busy").Select(static each => (From: each.Time("start"), Until: each.Time("end"))).Where(static each => each.From < each.Until).Take(Most)
            .Select(static each => new Engagement(each.From!.Value.ToUniversalTime(), each.Until!.Value.ToUniversalTime()))];
    }

    private async Task NoteAsync(GoogleRun run, GoogleException? e, CancellationToken ct)
    {
        var noted = GoogleParts.Noted(run.Account, GoogleParts.Calendar, e, time.GetUtcNow());
        if (noted != run.Account)
        {
            run.Account = await store.SaveAsync(noted, ct) ?? throw new GoogleOvertakenException();
        }
    }

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
