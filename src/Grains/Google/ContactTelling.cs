using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Google;

namespace RtcCluster.Grains.Google;

/// <summary>Tells Google what changed here: contacts without a link, in another version than their link's, or deleted. Nothing else remembers what is to be told, so nothing is forgotten.</summary>
internal sealed class ContactTelling(IGoogleStore store, GooglePages pages, PeopleApi people, TimeProvider time)
{
    private const int AtOnce = 100;
    private const int Tries = 3;

    /// <summary>Tells everything, one contact after the other: Google asks for that.</summary>
    public async Task RunAsync(GoogleRun run, CancellationToken ct)
    {
        while (true)
        {
            // What may have been made in vain was looked for by a reading that began when Google's lists had caught up.
            var before = run.Account.Reading.EndedBegunAt - GooglePages.Lag;
            var untold = await store.ListUntoldAsync(run.Account.TenantId, run.Account.UserName, before, AtOnce, ct);
            foreach (var (contact, link) in untold)
            {
                ct.ThrowIfCancellationRequested();
                await TellAsync(run, contact, link, ct);
            }

            if (untold.Count < AtOnce)
            {
                return;
            }
        }
    }

    private Task TellAsync(GoogleRun run, Contact contact, GoogleLink? link, CancellationToken ct) => (contact.DeletedAt, link?.ResourceName) switch
    {
        (null, null) => MakeAsync(run, contact, ct),
        (null, _) => ChangeAsync(run, contact, link!, ct),
        (_, null) => ApplyAsync(run, new GoogleStep { Unlinked = [contact.Id] }, ct),
        _ => DeleteAsync(run, contact, link!, ct),
    };

    private async Task MakeAsync(GoogleRun run, Contact contact, CancellationToken ct)
    {
        await MakeGroupsAsync(run, contact.Card, ct);
        var link = new GoogleLink { TenantId = contact.TenantId, UserName = contact.Owner, ContactId = contact.Id, PendingSince = time.GetUtcNow() };
        await ApplyAsync(run, new GoogleStep { Links = [link] }, ct);
        var cards = Cards(run);
        try
        {
            var made = await people.CreateAsync(run.Session, cards.Make(contact.Card, contact.Id), ct);
            await ApplyAsync(run, new GoogleStep { Links = [Told(link, cards.Read(made), contact.Version)] }, ct);
        }
        catch (GoogleException e) when (IsOfContact(e.Fault))
        {
            await RefusedAsync(run, contact, link, e, ct);
        }
        catch (GoogleException e) when (e.Fault != GoogleFault.Away)
        {
            // Known not to be made: it need not wait until a reading has looked for it.
            await ApplyAsync(run, new GoogleStep { Unlinked = [contact.Id] }, CancellationToken.None);
            throw;
        }
    }

    private async Task ChangeAsync(GoogleRun run, Contact contact, GoogleLink link, CancellationToken ct)
    {
        await MakeGroupsAsync(run, contact.Card, ct);
        var cards = Cards(run);
        for (var i = 1; ; i++)
        {
            try
            {
                var person = await people.GetAsync(run.Session, link.ResourceName!, ct);
                var there = cards.Read(person);
                var says = there.Card ?? new ContactCard();
                var agreed = ContactAgreement.Merge(link.Common, contact.Card, says, there.ChangedAt is { } at && at >= contact.ChangedAt);
                var fields = cards.Change(person, says, agreed);
                if (fields.Count > 0)
                {
                    there = cards.Read(await people.UpdateAsync(run.Session, there.ResourceName, person, fields, ct));
                }

                var isSame = ContactAgreement.IsSame(agreed, contact.Card);
                await ApplyAsync(
                    run,
                    new GoogleStep
                    {
                        Contacts = isSame ? [] : [contact with { Card = agreed, ChangedBy = contact.Owner }],
                        Links = [Told(link, there, isSame ? contact.Version : contact.Version + 1)],
                    },
                    ct);
                return;
            }
            catch (GoogleException e) when (IsGone(e.Fault))
            {
                // Deleted there and changed here: the change counts, and it is made anew.
                await ApplyAsync(run, new GoogleStep { Unlinked = [contact.Id] }, ct);
                await MakeAsync(run, contact, ct);
                return;
            }
            catch (GoogleException e) when (e.Fault == GoogleFault.Changed && i < Tries)
            {
                // Somebody changes it there in this moment: it is read anew.
            }
            catch (GoogleException e) when (IsOfContact(e.Fault))
            {
                await RefusedAsync(run, contact, link, e, ct);
                return;
            }
        }
    }

    private async Task DeleteAsync(GoogleRun run, Contact contact, GoogleLink link, CancellationToken ct)
    {
        try
        {
            var there = Cards(run).Read(await people.GetAsync(run.Session, link.ResourceName!, ct));
            if (there.Card is { } card && !ContactAgreement.IsSame(card, link.Common))
            {
                // Changed there and deleted here: the change counts.
                var (result, account) = await pages.ReviveAsync(run.Account, link, there, ct);
                run.Take(result, account);
                return;
            }

            await people.DeleteAsync(run.Session, link.ResourceName!, ct);
        }
        catch (GoogleException e) when (IsGone(e.Fault))
        {
            // It is gone already.
        }
        catch (GoogleException e) when (IsOfContact(e.Fault))
        {
            await RefusedAsync(run, contact, link, e, ct);
            return;
        }

        // The link stays until a reading says that it is gone: lists that lag would bring it back otherwise.
        await ApplyAsync(run, new GoogleStep { Links = [link with { ContactVersion = contact.Version, WrittenAt = time.GetUtcNow(), Refusal = null }] }, ct);
    }

    private async Task MakeGroupsAsync(GoogleRun run, ContactCard card, CancellationToken ct)
    {
        foreach (var group in card.Groups.Where(group => run.Groups.ResourceOf(group) is null))
        {
            try
            {
                run.Groups.Add(await people.CreateGroupAsync(run.Session, group, ct));
            }
            catch (GoogleException e) when (e.Fault is GoogleFault.Refused or GoogleFault.Changed)
            {
                // A label that Google does not take, as one of its own names, is ours alone.
            }
        }
    }

    // Google does not take this contact as it is now. It is left alone in this version, or it would be the first of each comparison and no other came after it.
    private Task RefusedAsync(GoogleRun run, Contact contact, GoogleLink link, GoogleException e, CancellationToken ct) =>
        ApplyAsync(run, new GoogleStep { Links = [link with { PendingSince = null, ContactVersion = contact.Version, Refusal = Cut(e.Message) }] }, ct);

    private async Task ApplyAsync(GoogleRun run, GoogleStep step, CancellationToken ct)
    {
        var (result, account) = await store.ApplyAsync(run.Account, step, ct);
        // A contact that was changed meanwhile is another version than its link's, and told again with the next look.
        if (result == GoogleStepResult.Changed && step.Contacts.Count > 0)
        {
            (result, account) = await store.ApplyAsync(run.Account, step with { Contacts = [], Links = [.. step.Links.Select(static link => link with { ContactVersion = 0 })] }, ct);
        }

        run.Take(result, account);
    }

    private GoogleLink Told(GoogleLink link, GooglePerson person, int version) => link with
    {
        ResourceName = person.ResourceName,
        ETag = person.ETag,
        ChangedAt = person.ChangedAt,
        Common = (person.Card ?? new ContactCard()) with { Origins = [] },
        ContactVersion = version,
        WrittenAt = time.GetUtcNow(),
        PendingSince = null,
        Refusal = null,
    };

    private static bool IsOfContact(GoogleFault fault) => fault is GoogleFault.Refused or GoogleFault.Changed;

    private static bool IsGone(GoogleFault fault) => fault is GoogleFault.Missing or GoogleFault.Expired;

    private static PersonCards Cards(GoogleRun run) => new(run.Country, run.Groups);

    private static string Cut(string text) => text.Length > 200 ? text[..200] : text;
}
