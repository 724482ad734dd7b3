using CoalitionCms;
using CoalitionCms.Data;
using CoalitionCms.Features.Media;
using CoalitionCms.Operations.Cli;

// First of all, because this process must confine itself before it does anything else, and must start quickly.
if (args is [ConfinedProcess.Verb, .. var job])
{
    return ImageProcessor.Run(job);
}

DataFolder.KeepPrivate();
return await CommandLine.RunAsync(args, Terminal.Own);
