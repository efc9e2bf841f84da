using RtcCluster.Storage.Google;

namespace RtcCluster.Grains.Google;

/// <summary>One comparison of a user's contacts with Google's: first what changed there, then what changed here. Wherever it ends, the next one goes on.</summary>
/// <param name="reading">Reads what changed there.</param>
/// <param name="people">The People API.</param>
/// <param name="telling">Tells Google what changed here.</param>
/// <param name="store">How far it is.</param>
/// <param name="time">The clock.</param>
internal sealed class ContactSync(PersonReading reading, PeopleApi people, ContactTelling telling, IGoogleStore store, TimeProvider time)
{
    /// <summary>Compares.</summary>
    /// <param name="run">The account, which it changes as it goes.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="GoogleException">Google did not do what it was asked.</exception>
    /// <exception cref="GoogleOvertakenException">Another activation goes on with this account.</exception>
    public async Task RunAsync(GoogleRun run, CancellationToken ct)
    {
        run.Groups = await people.GroupsAsync(run.Session, ct);
        await reading.RunAsync(run, people.ListAsync, "connections", ct);
        await telling.RunAsync(run, ct);
        var now = time.GetUtcNow();
        var done = run.Account with
        {
            SyncedAt = now,
            Failures = 0,
            NotBefore = null,
            Problems = [.. run.Account.Problems.Where(static problem => problem.Part is not (GoogleParts.Contacts or GoogleParts.Account))],
        };
        run.Account = await store.SaveAsync(done, ct) ?? throw new GoogleOvertakenException();
    }
}
