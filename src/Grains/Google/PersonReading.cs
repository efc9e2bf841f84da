using System.Text.Json.Nodes;
using RtcCluster.Storage.Google;

namespace RtcCluster.Grains.Google;

/// <summary>Reads people of Google page by page, each page stored with where the next one is: all of them, or what changed since the reading before.</summary>
/// <param name="pages">Takes what is read.</param>
/// <param name="store">How far it is.</param>
/// <param name="time">The clock.</param>
internal sealed class PersonReading(GooglePages pages, IGoogleStore store, TimeProvider time)
{
    // Google's sync tokens are good for seven days after the whole reading that they come from.
    private static readonly TimeSpan WholeEvery = TimeSpan.FromDays(6);

    /// <summary>A page: of a page token, and of a sync token or of everybody.</summary>
    public delegate Task<JsonObject> Lister(GoogleSession session, string pageToken, string syncToken, CancellationToken ct);

    /// <summary>Reads.</summary>
    /// <param name="run">The account, which it changes as it goes.</param>
    /// <param name="list">Asks for a page.</param>
    /// <param name="field">The people in it.</param>
    /// <param name="ct">Ends it.</param>
    public async Task RunAsync(GoogleRun run, Lister list, string field, CancellationToken ct)
    {
        var reading = run.Account.Reading;
        if (reading.Id.Length == 0)
        {
            reading = Begin(reading, isWhole: reading.SyncToken.Length == 0 || reading.WholeAt is not { } whole || time.GetUtcNow() - whole > WholeEvery);
        }

        var isAnew = false;
        while (!reading.IsRead)
        {
            var next = await PageAsync(run, reading, list, field, ct);
            if (next.Id != reading.Id && isAnew)
            {
                // One that begins anew each time never ends: it waits, as after anything that fails.
                throw new GoogleException(GoogleFault.Away, "It does not let a reading go on.");
            }

            isAnew |= next.Id != reading.Id;
            reading = next;
        }

        while (reading.IsWhole)
        {
            var (result, account, hasMore) = await pages.SweepAsync(run.Account, ct);
            run.Take(result, account);
            if (!hasMore)
            {
                break;
            }
        }

        var ended = new GoogleReading
        {
            SyncToken = reading.NextSyncToken,
            WholeAt = reading.IsWhole ? time.GetUtcNow() : reading.WholeAt,
            EndedBegunAt = reading.BegunAt,
            Total = reading.IsWhole ? reading.Met : reading.Total,
        };
        run.Account = await store.SaveAsync(run.Account with { Reading = ended }, ct) ?? throw new GoogleOvertakenException();
    }

    /// <summary>Reads a page and stores it with where the next one is.</summary>
    private async Task<GoogleReading> PageAsync(GoogleRun run, GoogleReading reading, Lister list, string field, CancellationToken ct)
    {
        JsonObject page;
        try
        {
            page = await list(run.Session, reading.PageToken, reading.IsWhole ? "" : reading.SyncToken, ct);
        }
        catch (GoogleException e) when (e.Fault == GoogleFault.Expired || (e.Fault == GoogleFault.Refused && (reading.PageToken.Length > 0 || !reading.IsWhole)))
        {
            // What it goes on from is too old: everything is read anew. A first page that is refused would be so again.
            return Begin(reading with { SyncToken = "" }, isWhole: true);
        }

        var cards = new PersonCards(run.Country, run.Groups);
        var met = page.List(field).Select(cards.Read).Where(static person => person.ResourceName.Length > 0).ToList();
        var next = page.Text("nextPageToken") ?? "";
        reading = reading with
        {
            PageToken = next,
            IsRead = next.Length == 0,
            NextSyncToken = page.Text("nextSyncToken") ?? "",
            Met = reading.Met + met.Count,
            Total = reading.IsWhole ? page.Number("totalItems") : reading.Total,
        };
        if (reading.IsRead && (reading.NextSyncToken.Length == 0 || (reading.IsWhole && reading.Total > 2 * reading.Met)))
        {
            // The last page of every list says what the next reading goes on from. What looks like one and is none would end in the deletion of all that it does not show.
            throw new GoogleException(GoogleFault.Away, "The last page is not one.");
        }

        var (result, account) = await pages.TakeAsync(run.Account with { Reading = reading }, met, ct);
        run.Take(result, account);
        return reading;
    }

    private GoogleReading Begin(GoogleReading reading, bool isWhole) =>
        reading with { Id = Guid.CreateVersion7().ToString("n"), IsWhole = isWhole, IsRead = false, BegunAt = time.GetUtcNow(), PageToken = "", NextSyncToken = "", Met = 0 };
}
