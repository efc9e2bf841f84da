using RtcCluster.Storage.Contacts;

namespace RtcCluster.Storage.Google;

/// <summary>Takes pages of Google's contacts into a user's own, each in one transaction with how far the reading is.</summary>
public sealed class GooglePages(IGoogleStore store, IContacts contacts, TimeProvider time)
{
    /// <summary>How long Google's lists may lag behind what was written.</summary>
    public static readonly TimeSpan Lag = TimeSpan.FromMinutes(10);

    private const int Tries = 5;
    private const int GoneAtOnce = 200;

    /// <summary>Takes a page.</summary>
    /// <param name="account">The account with its reading as it is after this page.</param>
    /// <param name="people">Who is on the page.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<(GoogleStepResult Result, GoogleAccount Account)> TakeAsync(GoogleAccount account, IReadOnlyList<GooglePerson> people, CancellationToken ct = default) =>
        ApplyAsync(account, () => PlanAsync(account, people, ct), ct);

    /// <summary>Takes away some of the contacts that a whole reading did not meet.</summary>
    /// <returns>With <see cref="GoogleStepResult.Done"/>: whether there may be more.</returns>
    public async Task<(GoogleStepResult Result, GoogleAccount Account, bool HasMore)> SweepAsync(GoogleAccount account, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(account);
        var before = (account.Reading.BegunAt ?? time.GetUtcNow()) - Lag;
        var unmet = await store.ListUnmetAsync(account.TenantId, account.UserName, account.Reading.Id, before, GoneAtOnce, ct).ConfigureAwait(false);
        if (unmet.Count == 0)
        {
            return (GoogleStepResult.Done, account, false);
        }

        var (result, next) = await ApplyAsync(
            account,
            async () =>
            {
                var ours = await ContactsAsync(account, unmet.Select(static link => link.ContactId), ct).ConfigureAwait(false);
                return new GoogleStep { Gone = [.. unmet.Select(link => Untouched(link, ours)).OfType<Contact>()], Unlinked = [.. unmet.Select(static link => link.ContactId)] };
            },
            ct).ConfigureAwait(false);
        return (result, next, true);
    }

    /// <summary>Somebody whose contact is deleted here and was changed there: the change counts, and the contact is made anew.</summary>
    public Task<(GoogleStepResult Result, GoogleAccount Account)> ReviveAsync(GoogleAccount account, GoogleLink link, GooglePerson person, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(person);
        var plan = new Plan(account);
        plan.Revive(link, person);
        return store.ApplyAsync(account, plan.Step(), ct);
    }

    private async Task<(GoogleStepResult Result, GoogleAccount Account)> ApplyAsync(GoogleAccount account, Func<Task<GoogleStep>> plan, CancellationToken ct)
    {
        for (var i = 1; ; i++)
        {
            var applied = await store.ApplyAsync(account, await plan().ConfigureAwait(false), ct).ConfigureAwait(false);
            if (applied.Result != GoogleStepResult.Changed || i == Tries)
            {
                return applied;
            }
        }
    }

    private async Task<GoogleStep> PlanAsync(GoogleAccount account, IReadOnlyList<GooglePerson> people, CancellationToken ct)
    {
        var (tenant, user) = (account.TenantId, account.UserName);
        var names = people.SelectMany(static person => (person.FormerNames ?? []).Prepend(person.ResourceName)).Distinct(StringComparer.Ordinal).ToList();
        var links = (await store.FindLinksAsync(tenant, user, names, ct).ConfigureAwait(false)).ToDictionary(static link => link.ResourceName!, StringComparer.Ordinal);
        var made = people.Select(static person => person.ContactId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var pending = (await store.FindLinksOfAsync(tenant, user, made, ct).ConfigureAwait(false)).Where(static link => link.ResourceName is null).ToDictionary(static link => link.ContactId, StringComparer.Ordinal);
        var ours = await ContactsAsync(account, links.Values.Concat(pending.Values).Select(static link => link.ContactId), ct).ConfigureAwait(false);
        var strangers = people.Where(person => !person.IsDeleted && person.Card is not null && LinkOf(person) is null).ToList();
        var like = await LikeAsync(tenant, user, strangers, ct).ConfigureAwait(false);

        var plan = new Plan(account);
        foreach (var person in people)
        {
            var link = LinkOf(person);
            if (person.IsDeleted)
            {
                if (link is not null && plan.Begin(link))
                {
                    plan.Remove(link, Untouched(link, ours));
                }
            }
            else if (link is not null)
            {
                if (plan.Begin(link))
                {
                    plan.Meet(link, person, ours.GetValueOrDefault(link.ContactId));
                }
            }
            else if (person.Card is { } card)
            {
                plan.Add(person, card, like.Find(contact => ContactAgreement.SharesPerson(contact.Card, card) && plan.Begin(contact.Id)));
            }
        }

        return plan.Step();

        GoogleLink? LinkOf(GooglePerson person) =>
            links.GetValueOrDefault(person.ResourceName)
            ?? (person.FormerNames ?? []).Select(name => links.GetValueOrDefault(name)).FirstOrDefault(static link => link is not null)
            ?? (person.ContactId is { } id ? pending.GetValueOrDefault(id) : null);
    }

    private async Task<List<Contact>> LikeAsync(string tenant, string user, List<GooglePerson> strangers, CancellationToken ct)
    {
        var like = await contacts.FindLikeAsync(tenant, user, [.. strangers.Select(static person => person.Card!)], ct).ConfigureAwait(false);
        var linked = (await store.FindLinksOfAsync(tenant, user, [.. like.Select(static contact => contact.Id)], ct).ConfigureAwait(false)).Select(static link => link.ContactId).ToHashSet(StringComparer.Ordinal);
        return [.. like.Where(contact => contact.DeletedAt is null && !linked.Contains(contact.Id))];
    }

    private async Task<Dictionary<string, Contact>> ContactsAsync(GoogleAccount account, IEnumerable<string> ids, CancellationToken ct) =>
        (await store.FindContactsAsync(account.TenantId, account.UserName, [.. ids.Distinct(StringComparer.Ordinal)], ct).ConfigureAwait(false)).ToDictionary(static contact => contact.Id, StringComparer.Ordinal);

    // A change here beats the deletion there: without its link such a contact is made there anew.
    private static Contact? Untouched(GoogleLink link, Dictionary<string, Contact> ours) =>
        ours.GetValueOrDefault(link.ContactId) is { DeletedAt: null } contact && contact.Version == link.ContactVersion ? contact : null;

    /// <summary>What a page changes, person by person.</summary>
    private sealed class Plan(GoogleAccount account)
    {
        private readonly string _by = account.UserName == Contact.Directory ? account.Subject : account.UserName;
        private readonly List<Contact> _contacts = [];
        private readonly List<Contact> _gone = [];
        private readonly List<GoogleLink> _links = [];
        private readonly List<string> _unlinked = [];
        private readonly HashSet<string> _done = new(StringComparer.Ordinal);

        public GoogleStep Step() => new() { Contacts = _contacts, Gone = _gone, Links = _links, Unlinked = _unlinked };

        /// <summary>False when somebody else on the page is this contact already.</summary>
        public bool Begin(GoogleLink link) => Begin(link.ContactId);

        public bool Begin(string contact) => _done.Add(contact);

        public void Remove(GoogleLink link, Contact? untouched)
        {
            _unlinked.Add(link.ContactId);
            if (untouched is not null)
            {
                _gone.Add(untouched);
            }
        }

        /// <summary>Somebody new: a contact of ours that is the same person, or one that is made.</summary>
        public void Add(GooglePerson person, ContactCard card, Contact? same)
        {
            if (same is null)
            {
                var made = new Contact { Id = Guid.CreateVersion7().ToString("n"), TenantId = account.TenantId, Owner = account.UserName, Card = card, ChangedBy = _by };
                _contacts.Add(made);
                _links.Add(LinkTo(made.Id, person, card, 1));
                return;
            }

            Agree(LinkTo(same.Id, person, card, 0), same, ContactAgreement.Merge(new ContactCard(), same.Card, card, prefersTheirs: false));
        }

        /// <summary>Somebody who is linked.</summary>
        public void Meet(GoogleLink link, GooglePerson person, Contact? contact)
        {
            // Lists lag: what is older than what is known says nothing, but that it is there.
            var isOld = link.ResourceName == person.ResourceName && (person.ETag == link.ETag || (person.ChangedAt is { } at && link.ChangedAt is { } known && at < known));
            if (isOld || contact is null || person.Card is not { } card)
            {
                _links.Add(link with { ReadingId = account.Reading.Id, ResourceName = person.ResourceName, PendingSince = null, ETag = link.ETag.Length > 0 ? link.ETag : person.ETag });
                return;
            }

            var met = LinkTo(link.ContactId, person, card, link.ContactVersion) with { WrittenAt = link.WrittenAt };
            if (contact.DeletedAt is not null)
            {
                if (link.ResourceName is null || ContactAgreement.IsSame(card, link.Common))
                {
                    // It is gone here, and goes there next; what was being made when it was deleted as well.
                    _links.Add(met);
                }
                else
                {
                    Revive(link, person);
                }

                return;
            }

            var common = link.ResourceName is null ? card : link.Common;
            Agree(met, contact, ContactAgreement.Merge(common, contact.Card, card, person.ChangedAt is { } changed && changed >= contact.ChangedAt));
        }

        public void Revive(GoogleLink link, GooglePerson person)
        {
            _unlinked.Add(link.ContactId);
            Add(person, person.Card!, same: null);
        }

        private void Agree(GoogleLink link, Contact contact, ContactCard agreed)
        {
            var version = contact.Version;
            if (!ContactAgreement.IsSame(agreed, contact.Card))
            {
                _contacts.Add(contact with { Card = agreed, ChangedBy = _by });
                version++;
            }

            // Version 0 is none: what Google does not say yet is told to it.
            _links.Add(link with { ContactVersion = ContactAgreement.IsSame(agreed, link.Common) ? version : 0 });
        }

        private GoogleLink LinkTo(string contact, GooglePerson person, ContactCard card, int version) => new()
        {
            TenantId = account.TenantId,
            UserName = account.UserName,
            ContactId = contact,
            ResourceName = person.ResourceName,
            ETag = person.ETag,
            ChangedAt = person.ChangedAt,
            Common = card with { Origins = [] },
            ContactVersion = version,
            ReadingId = account.Reading.Id,
        };
    }
}
