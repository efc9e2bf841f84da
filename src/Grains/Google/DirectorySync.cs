using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Google;

namespace RtcCluster.Grains.Google;

/// <summary>Reads the company's directory at Google into a book of its own that everybody sees. One administrator's account does it; when that is gone, another's.</summary>
/// <param name="reading">Reads people.</param>
/// <param name="people">The People API.</param>
/// <param name="store">How far it is.</param>
/// <param name="directory">Who is an administrator.</param>
/// <param name="time">The clock.</param>
internal sealed class DirectorySync(PersonReading reading, PeopleApi people, IGoogleStore store, IDirectory directory, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Reads, when it is time and this account's to do.</summary>
    /// <param name="account">An administrator's account that may read the directory.</param>
    /// <param name="session">Asks Google as it.</param>
    /// <param name="country">The country of numbers without a country's code.</param>
    /// <param name="isAsked">Whether somebody asked for it.</param>
    /// <param name="ct">Ends it.</param>
    public async Task RunAsync(GoogleAccount account, GoogleSession session, string country, bool isAsked, CancellationToken ct)
    {
        if (await OwnAsync(account, ct) is not { } own)
        {
            return;
        }

        var now = time.GetUtcNow();
        var isThrottled = own.Problems.Any(static problem => problem.Reason == "throttled");
        if (own.NotBefore is { } at && at > now && (!isAsked || isThrottled))
        {
            return;
        }

        var run = new GoogleRun(own, session, country);
        try
        {
            await reading.RunAsync(run, people.ListDirectoryAsync, "people", ct);
            await store.SaveAsync(run.Account with { SyncedAt = time.GetUtcNow(), NotBefore = time.GetUtcNow() + Every, Failures = 0, Problems = [] }, ct);
        }
        catch (GoogleException e) when (e.Fault != GoogleFault.Revoked)
        {
            await store.SaveAsync(GoogleParts.Failed(run.Account, GoogleParts.Directory, e, time.GetUtcNow()), ct);
        }
    }

    /// <summary>The directory, if this account reads it.</summary>
    private async Task<GoogleAccount?> OwnAsync(GoogleAccount account, CancellationToken ct)
    {
        var (tenant, user) = (account.TenantId, account.UserName);
        var there = await store.FindAsync(tenant, Contact.Directory, ct);
        if (there is null)
        {
            return await store.SaveAsync(new GoogleAccount { TenantId = tenant, UserName = Contact.Directory, Subject = user, ConnectedAt = time.GetUtcNow() }, ct);
        }

        if (there.Subject == user)
        {
            return there;
        }

        // Whose account is gone reads no more. Who is known stays known; what went meanwhile is found by reading all.
        return await ReadsAsync(tenant, there.Subject, ct)
            ? null
            : await store.SaveAsync(there with { Subject = user, Reading = new GoogleReading(), NotBefore = null, Failures = 0, Problems = [] }, ct);
    }

    // Of an administrator who is one no more, or may not sign in, nothing is read either.
    private async Task<bool> ReadsAsync(string tenant, string user, CancellationToken ct) =>
        await store.FindAsync(tenant, user, ct) is { RefreshToken.Length: > 0 } account && GoogleScopes.Has(account.Scopes, GoogleScopes.Directory)
        && await directory.FindUserAsync(tenant, user, ct) is { Disabled: false, Role: >= UserRole.Administrator };
}
