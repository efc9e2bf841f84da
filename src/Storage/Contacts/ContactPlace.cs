using System.Text;

namespace RtcCluster.Storage.Contacts;

/// <summary>Where a contact stands in a list: by name, and by id among those of one name.</summary>
internal readonly record struct ContactPlace(string SortKey, string Id) : IComparable<ContactPlace>
{
    // Folded text has no line feed.
    private const char Separator = '\n';

    public PageCursor Cursor => new(DateTimeOffset.UnixEpoch, $"{SortKey}{Separator}{Id}");

    public static ContactPlace Of(Contact contact) => new(contact.SortKey, contact.Id);

    public static ContactPlace Of(PageCursor cursor) => (cursor.Id ?? "").Split(Separator, 2) is [var key, var id] ? new ContactPlace(key, id) : new ContactPlace(cursor.Id ?? "", "");

    /// <summary>In the order of the engines: by bytes.</summary>
    public int CompareTo(ContactPlace other) => Bytes(SortKey, other.SortKey) is not 0 and var order ? order : Bytes(Id, other.Id);

    private static int Bytes(string left, string right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
}
