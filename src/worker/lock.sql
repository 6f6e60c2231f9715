-- Closes every door of the engine, in this order: the last statement makes the rest final.
-- Files can still be imported when registered under imp/, and results written under out/, both in memory.
set memory_limit = '3100MB';
set preserve_insertion_order = true;
set autoinstall_known_extensions = false;
set autoload_known_extensions = false;
set allow_community_extensions = false;
set allowed_directories = ['imp/', 'out/'];
set errors_as_json = true;
set enable_external_access = false;
set lock_configuration = true;
