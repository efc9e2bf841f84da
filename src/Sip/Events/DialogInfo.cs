using System.Globalization;

namespace RtcCluster.Sip.Events;

/// <summary>The document of the dialog package: whether a line rings or is busy. RFC 4235 §4.</summary>
/// <remarks>Always the full state, so that a version that was left out is no loss. Who the other party is, is nobody's business here.</remarks>
public static class DialogInfo
{
    /// <summary>Its type.</summary>
    public const string ContentType = "application/dialog-info+xml";

    /// <summary>Name of the package.</summary>
    public const string Package = "dialog";

    /// <summary>Writes the document.</summary>
    /// <param name="entity">URI of the line.</param>
    /// <param name="version">One more in each document of a subscription, from 0 on.</param>
    /// <param name="state">What the line does.</param>
    public static byte[] Write(string entity, uint version, DialogState state) => EventXml.Write(xml =>
    {
        xml.WriteStartElement("dialog-info", "urn:ietf:params:xml:ns:dialog-info");
        xml.WriteAttributeString("version", version.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("state", "full");
        xml.WriteAttributeString("entity", EventXml.Clean(entity));
        xml.WriteStartElement("dialog");
        xml.WriteAttributeString("id", "line");
        if (state is DialogState.Calling or DialogState.Ringing)
        {
            xml.WriteAttributeString("direction", state == DialogState.Calling ? "initiator" : "recipient");
        }

        xml.WriteElementString("state", state switch
        {
            DialogState.Calling or DialogState.Ringing => "early",
            DialogState.Confirmed => "confirmed",
            _ => "terminated",
        });
        xml.WriteEndElement();
        xml.WriteEndElement();
    });
}
