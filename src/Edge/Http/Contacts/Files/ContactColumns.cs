using System.Text.RegularExpressions;
using RtcCluster.Storage.Contacts;

namespace RtcCluster.Edge.Http.Contacts.Files;

/// <summary>What the columns of a CSV file are, by their names in the first line.</summary>
internal sealed partial class ContactColumns
{
    private readonly Dictionary<string, int> _columns;
    private readonly List<(int Value, int Label, string Fixed)> _numbers = [];
    private readonly List<(int Value, int Label, string Fixed)> _emails = [];

    private ContactColumns(IReadOnlyList<string> head)
    {
        _columns = head.Select(static (name, index) => (Name: name.Trim().ToLowerInvariant(), Index: index))
            .DistinctBy(static column => column.Name, StringComparer.Ordinal).ToDictionary(static column => column.Name, static column => column.Index, StringComparer.Ordinal);
        foreach (var (name, index) in _columns.OrderBy(static column => column.Value))
        {
            if (Google().Match(name) is { Success: true } google)
            {
                var label = Column($"{google.Groups["kind"].Value} {google.Groups["number"].Value} - label", $"{google.Groups["kind"].Value} {google.Groups["number"].Value} - type");
                (google.Groups["kind"].Value == "phone" ? _numbers : _emails).Add((index, label, ""));
            }
            else if (OutlookPhone().Match(name) is { Success: true } phone)
            {
                _numbers.Add((index, -1, phone.Groups["label"].Value));
            }
            else if (OutlookEmail().IsMatch(name))
            {
                _emails.Add((index, -1, ""));
            }
        }
    }

    /// <summary>Whether there is one to make a contact of.</summary>
    public bool AreKnown => _numbers.Count + _emails.Count > 0
        || Column("name", "display name", "first name", "given name", "last name", "family name", "company", "organization name", "organization 1 - name") >= 0;

    public static ContactColumns Of(IReadOnlyList<string> head) => new(head);

    /// <summary>What a row says.</summary>
    public ContactCard Read(IReadOnlyList<string> row)
    {
        string Cell(params string[] names) => At(row, Column(names));
        return new ContactCard
        {
            Name = Cell("name", "display name", "file as"),
            GivenName = $"{Cell("first name", "given name")} {Cell("middle name", "additional name")}".Trim(),
            FamilyName = Cell("last name", "family name"),
            Organization = Cell("organization name", "organization 1 - name", "company"),
            Title = Cell("organization title", "organization 1 - title", "job title"),
            Notes = Cell("notes"),
            Numbers = [.. Values(row, _numbers).Select(static value => new ContactNumber(value.Text, null, value.Label))],
            Emails = [.. Values(row, _emails).Select(static value => new ContactEmail(value.Text, value.Label))],
            Groups =
            [
                // What Google keeps for itself begins with an asterisk.
                .. ContactCsvReader.Values(Cell("labels", "group membership")).Where(static group => !group.StartsWith('*')),
                .. Cell("categories").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            ],
        };
    }

    private static IEnumerable<(string Text, string Label)> Values(IReadOnlyList<string> row, List<(int Value, int Label, string Fixed)> columns) =>
        columns.SelectMany(column => ContactCsvReader.Values(At(row, column.Value))
            .Select(text => (text, column.Fixed.Length > 0 ? column.Fixed : At(row, column.Label).TrimStart('*', ' ').ToLowerInvariant())));

    // An export of ours, and of others, puts an apostrophe before what a spreadsheet would take for a formula.
    private static string At(IReadOnlyList<string> row, int index)
    {
        var cell = index < 0 || index >= row.Count ? "" : row[index].Trim();
        return cell is ['\'', '=' or '+' or '-' or '@', ..] ? cell[1..] : cell;
    }

    private int Column(params string[] names) => names.Select(name => _columns.GetValueOrDefault(name, -1)).FirstOrDefault(static index => index >= 0, -1);

    [GeneratedRegex(@"^(?<kind>phone|e-mail) (?<number>[0-9]{1,2}) - value\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Google();

    [GeneratedRegex(@"^(?<label>business|home|mobile|other|primary|car|company main) phone( [0-9])?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OutlookPhone();

    [GeneratedRegex(@"^e-mail( [0-9])? address\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OutlookEmail();
}
