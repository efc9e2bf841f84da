using RtcCluster.Storage.Directory;

namespace RtcCluster.Storage.Contacts;

/// <summary>
/// One import into the contacts of one owner, some entries at a time. Whoever has a number or an address of an entry is that person: what the contact says
/// stays, and what it does not say comes from the entry. So importing a file twice changes nothing.
/// </summary>
/// <param name="contacts">What is there.</param>
/// <param name="writer">Where it goes.</param>
/// <param name="tenantId">The tenant.</param>
/// <param name="owner">Whose contacts.</param>
/// <param name="by">The name of the user who imports.</param>
/// <param name="dryRun">Whether nothing is saved, only said.</param>
public sealed class ContactImport(IContacts contacts, IContactWriter writer, string tenantId, string owner, string by, bool dryRun)
{
    private const string Source = "import";

    // Entries before, which the database does not know in a dry run.
    private readonly Dictionary<string, Contact> _said = new(StringComparer.Ordinal);

    /// <summary>Takes entries, all in one transaction, and says what became of each.</summary>
    public async Task<IReadOnlyList<ContactImportStep>> TakeAsync(IReadOnlyList<ImportedCard> entries, CancellationToken ct = default)
    {
        var (steps, changed) = await PlanAsync(entries, ct).ConfigureAwait(false);
        if (dryRun || changed.Count == 0)
        {
            return steps;
        }

        var result = await writer.SaveAllAsync(changed, Source, ct).ConfigureAwait(false);
        if (result.Status == SaveStatus.Conflict)
        {
            // Somebody has changed one of them in this moment: it is looked at anew, once.
            _said.Clear();
            (steps, changed) = await PlanAsync(entries, ct).ConfigureAwait(false);
            result = changed.Count == 0 ? result with { Status = SaveStatus.Saved } : await writer.SaveAllAsync(changed, Source, ct).ConfigureAwait(false);
        }

        _said.Clear();
        return result.IsSaved ? steps : [.. steps.Select(step => step.Kind == ContactImportKind.Refused ? step : step with { Kind = ContactImportKind.Refused, Reason = result.Reason })];
    }

    private async Task<(List<ContactImportStep> Steps, List<Contact> Changed)> PlanAsync(IReadOnlyList<ImportedCard> entries, CancellationToken ct)
    {
        var cards = entries.Select(static entry => entry.Card is null ? null : ContactRules.Cleaned(entry.Card)).ToList();
        var known = new Dictionary<string, Contact>(StringComparer.Ordinal);
        foreach (var contact in await contacts.FindLikeAsync(tenantId, owner, [.. cards.OfType<ContactCard>()], ct).ConfigureAwait(false))
        {
            foreach (var key in ContactKeys.OfPerson(contact.Card))
            {
                known.TryAdd(key, contact);
            }
        }

        var steps = new List<ContactImportStep>(entries.Count);
        var changed = new Dictionary<string, Contact>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            steps.Add(cards[i] is { } card
                ? Step(entries[i].Line, card, known, changed)
                : new ContactImportStep(entries[i].Line, ContactImportKind.Refused, "", entries[i].Problem ?? "It cannot be read."));
        }

        return (steps, [.. changed.Values]);
    }

    private ContactImportStep Step(int line, ContactCard card, Dictionary<string, Contact> known, Dictionary<string, Contact> changed)
    {
        if (ContactRules.Check(card) is { } wrong)
        {
            return new ContactImportStep(line, ContactImportKind.Refused, card.Name, wrong);
        }

        var match = ContactKeys.OfPerson(card).Select(key => _said.GetValueOrDefault(key) ?? known.GetValueOrDefault(key)).FirstOrDefault(static contact => contact is not null);
        if (match is null)
        {
            Remember(new Contact { Id = Guid.CreateVersion7().ToString("n"), TenantId = tenantId, Owner = owner, Card = card, ChangedBy = by }, changed);
            return new ContactImportStep(line, ContactImportKind.Made, card.Name);
        }

        var joined = ContactMerging.Join(match.Card, card, new ContactOrigin("", Source, by, default));
        if (ContactRules.Check(joined) is { } tooMuch)
        {
            return new ContactImportStep(line, ContactImportKind.Refused, card.Name, tooMuch);
        }

        if (ContactOrigins.Fields(joined).SequenceEqual(ContactOrigins.Fields(match.Card)))
        {
            return new ContactImportStep(line, ContactImportKind.Unchanged, match.Card.Name);
        }

        Remember(match with { Card = joined, ChangedBy = by }, changed);
        var isSameName = ContactText.Fold(match.Card.Name) == ContactText.Fold(card.Name);
        return new ContactImportStep(line, isSameName ? ContactImportKind.Changed : ContactImportKind.Merged, match.Card.Name);
    }

    private void Remember(Contact contact, Dictionary<string, Contact> changed)
    {
        changed[contact.Id] = contact;
        foreach (var key in ContactKeys.OfPerson(contact.Card))
        {
            _said[key] = contact;
        }
    }
}
