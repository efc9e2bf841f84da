using RtcCluster.Edge.Http.Contacts.Files;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Broadcasts;

/// <summary>Reads who is on a list from CSV: a first row with a column <c>user</c>, <c>extension</c> or <c>email</c>, and a row for each.</summary>
internal static class MemberFile
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    private const int MostProblems = 100;

    /// <summary>The users, or null when the file has no such column.</summary>
    /// <param name="text">The file.</param>
    /// <param name="users">The company's users.</param>
    public static (int Rows, List<string> Users, List<MemberImportProblem> Problems)? Read(string text, IReadOnlyCollection<DirectoryUser> users)
    {
        var separator = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? end : text.Length).Contains(';') ? ';' : ',';
        using var rows = CsvRows.Read(text.TrimStart('\uFEFF'), separator).GetEnumerator();
        if (!rows.MoveNext() || rows.Current.Cells is not { } head)
        {
            return null;
        }

        var column = head.FindIndex(static cell => cell.Trim().ToLowerInvariant() is "user" or "extension" or "email");
        if (column < 0)
        {
            return null;
        }

        var names = Names(head[column].Trim().ToLowerInvariant(), users);
        var (count, found, problems) = (0, new List<string>(), new List<MemberImportProblem>());
        while (rows.MoveNext())
        {
            var (line, cells) = rows.Current;
            if (cells is { Count: 1 } && string.IsNullOrWhiteSpace(cells[0]))
            {
                continue;
            }

            count++;
            if (cells is not null && column < cells.Count && names.TryGetValue(cells[column].Trim(), out var user))
            {
                found.Add(user);
            }
            else if (problems.Count < MostProblems)
            {
                problems.Add(new MemberImportProblem(line, cells is null ? "The row has no end." : "There is no such user."));
            }
        }

        return (count, found, problems);
    }

    private static Dictionary<string, string> Names(string column, IReadOnlyCollection<DirectoryUser> users)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var user in users)
        {
            if ((column switch { "user" => user.Name, "extension" => user.Extension, _ => user.Email }) is { Length: > 0 } key)
            {
                names[key] = user.Name;
            }
        }

        return names;
    }
}
