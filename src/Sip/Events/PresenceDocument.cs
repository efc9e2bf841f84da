using System.Xml;

namespace RtcCluster.Sip.Events;

/// <summary>The document of the presence package: whether a person can be reached and what they do. RFC 3863 (PIDF), RFC 4479, RFC 4480 (RPID).</summary>
public static class PresenceDocument
{
    /// <summary>Its type.</summary>
    public const string ContentType = "application/pidf+xml";

    /// <summary>Name of the package. RFC 3856 §6.1.</summary>
    public const string Package = "presence";

    private const string Pidf = "urn:ietf:params:xml:ns:pidf";
    private const string Person = "urn:ietf:params:xml:ns:pidf:data-model";
    private const string Rpid = "urn:ietf:params:xml:ns:pidf:rpid";

    /// <summary>Writes the document.</summary>
    /// <param name="entity">URI of the person.</param>
    /// <param name="open">Whether the person takes calls now.</param>
    /// <param name="activity">What the person does.</param>
    /// <param name="note">A few words of the person's own; null for none.</param>
    public static byte[] Write(string entity, bool open, PresenceActivity activity, string? note) => EventXml.Write(xml =>
    {
        xml.WriteStartElement("presence", Pidf);
        xml.WriteAttributeString("entity", EventXml.Clean(entity));
        xml.WriteStartElement("tuple", Pidf);
        xml.WriteAttributeString("id", "line");
        xml.WriteStartElement("status", Pidf);
        xml.WriteElementString("basic", Pidf, open ? "open" : "closed");
        xml.WriteEndElement();
        xml.WriteEndElement();
        if (activity != PresenceActivity.None || note is not null)
        {
            WritePerson(xml, activity, note);
        }

        xml.WriteEndElement();
    });

    private static void WritePerson(XmlWriter xml, PresenceActivity activity, string? note)
    {
        xml.WriteStartElement("dm", "person", Person);
        xml.WriteAttributeString("id", "person");
        if (activity != PresenceActivity.None)
        {
            xml.WriteStartElement("rpid", "activities", Rpid);
            xml.WriteElementString("rpid", NameOf(activity), Rpid, null);
            xml.WriteEndElement();
        }

        if (note is not null)
        {
            xml.WriteElementString("dm", "note", Person, EventXml.Clean(note));
        }

        xml.WriteEndElement();
    }

    private static string NameOf(PresenceActivity activity) => activity switch
    {
        PresenceActivity.OnThePhone => "on-the-phone",
        PresenceActivity.Away => "away",
        _ => "busy",
    };
}
