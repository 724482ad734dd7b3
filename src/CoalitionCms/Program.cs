using CoalitionCms.Cli;

return await CommandLine.RunAsync(args, Terminal.Own);
