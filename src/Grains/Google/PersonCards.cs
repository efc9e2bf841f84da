using System.Text.Json.Nodes;
using RtcCluster.Grains.Numbers;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Google;

namespace RtcCluster.Grains.Google;

/// <summary>People of the People API as contacts, and back. What a contact has no place for stays at Google as it is.</summary>
/// <param name="country">The country that numbers without a country's code are of.</param>
/// <param name="groups">The account's labels.</param>
internal sealed class PersonCards(string country, PersonGroups groups)
{
    /// <summary>The fields that are read.</summary>
    public const string Fields = "names,emailAddresses,phoneNumbers,organizations,biographies,memberships,clientData,metadata";

    /// <summary>The fields of the directory that are read.</summary>
    public const string DirectoryFields = "names,emailAddresses,phoneNumbers,organizations,metadata";

    private const string ClientKey = "rtccluster";

    /// <summary>A person as it can be kept here.</summary>
    public GooglePerson Read(JsonObject person)
    {
        var metadata = person["metadata"];
        var source = metadata.List("sources").OrderBy(static each => each.Text("type") == "CONTACT" ? 0 : 1).FirstOrDefault();
        var former = metadata is JsonObject known && known["previousResourceNames"] is JsonArray names ? names.OfType<JsonValue>().Select(static name => name.ToString()).ToList() : [];
        return new GooglePerson(
            person.Text("resourceName") ?? "",
            person.Text("etag") ?? "",
            metadata.Flag("deleted") ? null : ContactAgreement.Fitted(Card(person)),
            source.Time("updateTime"),
            metadata.Flag("deleted"),
            person.List("clientData").FirstOrDefault(static data => data.Text("key") == ClientKey).Text("value"),
            former);
    }

    /// <summary>A new person.</summary>
    public JsonObject Make(ContactCard card, string contactId)
    {
        var person = new JsonObject { ["clientData"] = new JsonArray(new JsonObject { ["key"] = ClientKey, ["value"] = contactId }) };
        Change(person, new ContactCard(), card);
        return person;
    }

    /// <summary>Lets a person say what a card says, where it differs from what the person says; gives the fields that are changed.</summary>
    /// <param name="person">The person as Google has it now.</param>
    /// <param name="says">What it says.</param>
    /// <param name="wanted">What it is to say.</param>
    public IReadOnlyList<string> Change(JsonObject person, ContactCard says, ContactCard wanted)
    {
        var changed = new List<string>();
        if (Named(says) != Named(wanted))
        {
            person["names"] = Named(wanted) is { } name ? new JsonArray(Name(name)) : [];
            changed.Add("names");
        }

        if ((says.Organization, says.Title) != (wanted.Organization, wanted.Title))
        {
            var organizations = Own(person, "organizations");
            var first = organizations.FirstOrDefault() is JsonObject there ? there : Appended(organizations);
            Set(first, "name", wanted.Organization);
            Set(first, "title", wanted.Title);
            if (first.Text("name") is null && first.Text("title") is null)
            {
                organizations.Remove(first);
            }

            changed.Add("organizations");
        }

        if (says.Notes != wanted.Notes)
        {
            person["biographies"] = wanted.Notes.Length > 0 ? new JsonArray(new JsonObject { ["value"] = wanted.Notes, ["contentType"] = "TEXT_PLAIN" }) : [];
            changed.Add("biographies");
        }

        if (Items(person, "phoneNumbers", entry => NumberKey(Number(entry)), says.Numbers, wanted.Numbers, NumberKey, static number => (number.Text, number.Label)))
        {
            changed.Add("phoneNumbers");
        }

        if (Items(person, "emailAddresses", static entry => EmailKey(Email(entry)), says.Emails, wanted.Emails, EmailKey, static email => (email.Address, email.Label)))
        {
            changed.Add("emailAddresses");
        }

        if (!says.Groups.ToHashSet().SetEquals(wanted.Groups))
        {
            ChangeGroups(person, says, wanted);
            changed.Add("memberships");
        }

        return changed;
    }

    private ContactCard Card(JsonObject person)
    {
        var name = person.List("names").OrderBy(static entry => IsOwn(entry) ? 0 : 1).FirstOrDefault();
        var organization = person.List("organizations").FirstOrDefault();
        return new ContactCard
        {
            Name = name.Text("displayName") ?? name.Text("unstructuredName") ?? "",
            GivenName = name.Text("givenName") ?? "",
            FamilyName = name.Text("familyName") ?? "",
            Organization = organization.Text("name") ?? "",
            Title = organization.Text("title") ?? "",
            Notes = person.List("biographies").OrderBy(static entry => IsOwn(entry) ? 0 : 1).FirstOrDefault().Text("value") ?? "",
            Numbers = [.. person.List("phoneNumbers").Select(Number)],
            Emails = [.. person.List("emailAddresses").Select(Email)],
            Groups = [.. person.List("memberships").Select(Group).OfType<string>()],
        };
    }

    private ContactNumber Number(JsonObject entry)
    {
        var text = entry.Text("value") ?? "";
        return new ContactNumber(text, DialPlan.ToE164(text, country) ?? entry.Text("canonicalForm"), entry.Text("type") ?? "");
    }

    private static ContactEmail Email(JsonObject entry) => new(entry.Text("value") ?? "", entry.Text("type") ?? "");

    private string? Group(JsonObject entry) => entry["contactGroupMembership"].Text("contactGroupResourceName") is { } name ? groups.NameOf(name) : null;

    private static string NumberKey(ContactNumber number) => number.E164 ?? string.Concat(number.Text.Where(char.IsAsciiDigit));

    private static string EmailKey(ContactEmail email) => email.Address.Trim().ToLowerInvariant();

    /// <summary>The name that somebody wrote; one that was made of a number or the organisation for want of another is none.</summary>
    private static (string Name, string Given, string Family)? Named(ContactCard card) =>
        card.GivenName.Length + card.FamilyName.Length > 0 ? (card.Name, card.GivenName, card.FamilyName)
        : card.Name.Length == 0 || card.Name == card.Organization || card.Numbers.Any(number => number.Text == card.Name) || card.Emails.Any(email => email.Address == card.Name) ? null
        : (card.Name, "", "");

    private static JsonObject Name((string Name, string Given, string Family) name) =>
        $"{name.Given} {name.Family}".Trim() == name.Name ? new JsonObject { ["givenName"] = name.Given, ["familyName"] = name.Family } : new JsonObject { ["unstructuredName"] = name.Name };

    private static bool Items<T>(
        JsonObject person, string field, Func<JsonObject, string> keyOf, IReadOnlyList<T> says, IReadOnlyList<T> wanted, Func<T, string> key, Func<T, (string Value, string Type)> parts)
    {
        var (before, after) = (says.DistinctBy(key).ToDictionary(key), wanted.DistinctBy(key).ToDictionary(key));
        if (before.Count == after.Count && before.All(each => after.TryGetValue(each.Key, out var now) && parts(now) == parts(each.Value)))
        {
            return false;
        }

        var entries = Own(person, field);
        foreach (var entry in entries.OfType<JsonObject>().ToList())
        {
            var name = keyOf(entry);
            if (after.Remove(name, out var now))
            {
                if (!before.TryGetValue(name, out var was) || parts(was) != parts(now))
                {
                    Set(entry, "value", parts(now).Value);
                    Set(entry, "type", parts(now).Type);
                    entry.Remove("canonicalForm");
                }
            }
            else if (before.ContainsKey(name))
            {
                entries.Remove(entry);
            }
        }

        foreach (var item in after.Values)
        {
            var entry = Appended(entries);
            Set(entry, "value", parts(item).Value);
            Set(entry, "type", parts(item).Type);
        }

        return true;
    }

    private void ChangeGroups(JsonObject person, ContactCard says, ContactCard wanted)
    {
        var memberships = Own(person, "memberships");
        foreach (var entry in memberships.OfType<JsonObject>().Where(entry => Group(entry) is { } name && says.Groups.Contains(name) && !wanted.Groups.Contains(name)).ToList())
        {
            memberships.Remove(entry);
        }

        var there = memberships.OfType<JsonObject>().Select(Group).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var resource in wanted.Groups.Where(name => !there.Contains(name)).Select(groups.ResourceOf).OfType<string>())
        {
            Appended(memberships)["contactGroupMembership"] = new JsonObject { ["contactGroupResourceName"] = resource };
        }

        // A contact without any label would be one of those that Google only noticed.
        if (memberships.Count == 0)
        {
            Appended(memberships)["contactGroupMembership"] = new JsonObject { ["contactGroupResourceName"] = PersonGroups.MyContacts };
        }
    }

    /// <summary>The entries of the contact itself: those of the person's own profile are not ours to send.</summary>
    private static JsonArray Own(JsonObject person, string field)
    {
        if (person[field] is not JsonArray entries)
        {
            person[field] = entries = [];
        }

        foreach (var entry in entries.OfType<JsonObject>().Where(static entry => !IsOwn(entry)).ToList())
        {
            entries.Remove(entry);
        }

        return entries;
    }

    private static bool IsOwn(JsonObject entry) => (entry["metadata"] as JsonObject)?["source"].Text("type") is null or "CONTACT";

    private static JsonObject Appended(JsonArray entries)
    {
        var entry = new JsonObject();
        entries.Add((JsonNode)entry);
        return entry;
    }

    private static void Set(JsonObject entry, string name, string value)
    {
        if (value.Length > 0)
        {
            entry[name] = value;
        }
        else
        {
            entry.Remove(name);
        }
    }
}
